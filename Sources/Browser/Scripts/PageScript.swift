internal import Hashing

/// A script of this program that is run in a page, in a JavaScript world of its own: it sees the page's document, and
/// the page's scripts neither see nor change it.
///
/// Scripts take no arguments, so that the bytes kept in the bundle are exactly those that ran. Each gives back one short
/// JSON text.
struct PageScript: Sendable {
    /// As in `urn:exhibit:script:NAME`.
    let name: String
    let source: String
    let digest: SHA256Digest

    /// A script of the common functions and `body`, which ends in `return`.
    private init(_ name: String, _ body: String) {
        self.name = name
        source = "(async () => {\n\(Self.common)\n\(body)\n})()\n"
        digest = SHA256Digest.of(Array(source.utf8))
    }

    static let refuseConsent = PageScript("refuse-consent", refuseConsentBody)
    static let openMore = PageScript("open-more", openMoreBody)
    static let scrollOn = PageScript("scroll-on", scrollOnBody)
    static let scrollToTop = PageScript("scroll-to-top", scrollToTopBody)
    static let playMedia = PageScript("play-media", playMediaBody)
    static let pauseMedia = PageScript("pause-media", pauseMediaBody)
    static let readPage = PageScript("read-page", readPageBody)
    static let readText = PageScript("read-text", readTextBody)
}
