import Bytes
import Codings
import Posts
import Synchronization
import Wire

/// Reads posts out of what a capture records, while it does.
///
/// Bodies of the reported post's platform are read, and the page whatever site it is on; other sites' parts are not.
final class PostWatch: Sendable {
    private let state = Mutex(State())
    private let platform: Platform?

    private struct State {
        var collection = PostCollection()
        /// Records that hold the page itself, as answer or as document.
        var pages: Set<String> = []
        var visibleText: String?
        /// Whether the page was refused, and asks for a password.
        var isRefused = false
        var asksForPassword = false
        var tooLarge = 0
        /// Pictures, films and sounds that were recorded, by their addresses.
        var media: [String: RecordedMedia] = [:]
        /// Addresses whose answers are wanted whole, and those that have come.
        var wanted: Set<String> = []
        var kept: [String: KeptAnswer] = [:]
        var proof: AuthorProofResult?
    }

    /// An answer that something else is worked out from.
    struct KeptAnswer: Sendable {
        let record: String
        let body: [UInt8]
    }

    private static let maximumBodyBytes = 16 << 20
    private static let maximumTextBytes = 4 << 20
    private static let maximumMedia = 5000

    init(target: String) { platform = PostAddress(target)?.platform }

    /// Takes an exchange whose records are written.
    func take(_ exchange: RecordedExchange, record: RandomUUID, isPage: Bool) {
        guard let response = exchange.response else { return }
        if let media = RecordedMedia(response, status: exchange.status, record: record) {
            return state.withLock { state in
                if state.media.count < Self.maximumMedia { state.media[exchange.uri] = media }
            }
        }
        if isPage, exchange.status == 403 { state.withLock { $0.isRefused = true } }
        keep(exchange, response, record)
        guard isPage || isOfPlatform(exchange.uri) else { return }
        guard case .memory = response.body else { return state.withLock { $0.tooLarge += 1 } }
        // A body that cannot be decoded gives no posts; the record stays what it is.
        let message = response.decoded(maximumBytes: Self.maximumBodyBytes) {
            PostCollection.mayHoldPosts(address: exchange.uri, mediaType: $0)
        }
        guard let message, let body = message.bytes, !body.isEmpty else { return }
        read(
            PostBody(
                address: exchange.uri, status: message.status, mediaType: message.mediaType, bytes: body),
            record: record, isPage: isPage)
        if message.isCut { state.withLock { $0.tooLarge += 1 } }
    }

    private static let maximumKeptBytes = 4 << 20

    /// The answer of `address` is wanted whole when it comes.
    func want(_ address: String) { state.withLock { _ = $0.wanted.insert(address) } }

    /// The answer of an address that was wanted; nil when there was none, or one that is no success.
    func kept(_ address: String) -> KeptAnswer? { state.withLock { $0.kept[address] } }

    func note(_ proof: AuthorProofResult) { state.withLock { $0.proof = proof } }

    private func keep(_ exchange: RecordedExchange, _ response: RecordedMessage, _ record: RandomUUID) {
        guard exchange.status == 200, state.withLock({ $0.wanted.contains(exchange.uri) }),
            let message = response.decoded(maximumBytes: Self.maximumKeptBytes), !message.isCut
        else { return }
        let answer = KeptAnswer(record: record.urn, body: message.bytes ?? [])
        state.withLock { $0.kept[exchange.uri] = answer }
    }

    /// Takes the document of the page as it stood at the end.
    func take(document: [UInt8], address: String, record: RandomUUID) {
        guard document.count <= Self.maximumBodyBytes else { return state.withLock { $0.tooLarge += 1 } }
        read(
            PostBody(address: address, mediaType: "text/html", bytes: document), record: record, isPage: true)
    }

    /// Takes the text that the page showed.
    func take(visibleText: [UInt8]) {
        let text = String(decoding: visibleText.prefix(Self.maximumTextBytes), as: UTF8.self)
        state.withLock { $0.visibleText = text }
    }

    private func read(_ body: PostBody, record: RandomUUID, isPage: Bool) {
        let outcome = PostReaders.read(body)
        let asksForPassword =
            isPage && state.withLock { $0.isRefused } && SignInForm.isIn(body.bytes)
        state.withLock { state in
            if asksForPassword { state.asksForPassword = true }
            if isPage { state.pages.insert(record.urn) }
            if let outcome { state.collection.add(outcome, address: body.address, record: record.urn) }
        }
    }

    private func isOfPlatform(_ address: String) -> Bool {
        guard let found = PostAddress(address)?.platform else { return false }
        return found != .web && (found == platform || platform == nil || platform == .web)
    }

    /// Whether a page that was refused shows where to sign in.
    var showsSignIn: Bool { state.withLock { $0.asksForPassword } }

    /// What was read, for a target and where it led.
    func findings(target: String, final: String?) -> PostFindings {
        let state = state.withLock { $0 }
        return PostFindings(
            posts: state.collection.posts, unread: state.collection.unread, pages: state.pages,
            visibleText: state.visibleText, media: state.media, proof: state.proof, target: target,
            final: final,
            leftOut: state.collection.surplus, tooLarge: state.tooLarge)
    }
}
