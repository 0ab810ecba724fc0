import Bytes
import Tables

/// An address that somebody reported, and which post it is of, as far as the address itself tells.
///
/// No network is asked: a short link is told to be one, and leads to the post only when it is loaded.
public struct PostAddress: Sendable, Equatable {
    /// What an address is of.
    public enum Kind: String, Sendable {
        case post, comment, story
        /// Leads to a post that only the platform knows.
        case shortLink = "short link"
        case profile, search, group
        case other
    }

    /// As it was reported.
    public let original: String
    public let platform: Platform
    public let kind: Kind
    /// The platform's id of the post or comment: for Instagram and Threads the number that the code stands for.
    public let id: String?
    /// The code that Instagram and Threads show instead of the number.
    public let code: String?
    /// The name in the address, without @.
    public let handle: String?
    /// The public address of the same post, in one form for all; nil for what is no post.
    public let canonical: String?

    init(
        _ original: String, _ platform: Platform, _ kind: Kind, id: String? = nil, code: String? = nil,
        handle: String? = nil, canonical: String? = nil
    ) {
        self.original = original
        self.platform = platform
        self.kind = kind
        self.id = id
        self.code = code
        self.handle = handle
        self.canonical = canonical
    }

    /// Reads an `http`, `https`, `at` or `tg` address; nil for anything else.
    public init?(_ text: String) {
        let text =
            text.first?.isWhitespace == true || text.last?.isWhitespace == true
            ? WhiteSpace.trimmed(text) : text
        guard let read = Self.reading(text) else { return nil }
        self = read.isOneInItsCanonicalForm ? read : PostAddress(text, read.platform, .other)
    }

    private static func reading(_ text: String) -> PostAddress? {
        if text.hasPrefix("at://") { return BlueskyAddress.uri(text, original: text) }
        if text.hasPrefix("tg://resolve?") { return TelegramAddress.link(text) }
        guard let parts = AddressText(text), let platform = PlatformAddress.platform(of: text, mediaType: nil)
        else { return nil }
        return read(platform, parts, text)
    }

    /// Whether the canonical address is of the same post; else the address only looks like one of the platform's.
    private var isOneInItsCanonicalForm: Bool {
        guard let canonical else { return true }
        guard let parts = AddressText(canonical),
            let platform = PlatformAddress.platform(of: canonical, mediaType: nil)
        else { return false }
        let again = Self.read(platform, parts, canonical)
        return again.id == id && again.code == code
    }

    private static func read(_ platform: Platform, _ parts: AddressText, _ text: String) -> PostAddress {
        // An address inside an address, as embeds and oEmbed have it.
        for name in ["href", "url"]
        where ["oembed", "plugins", "oembed_post", "instagram_oembed", "embed"].contains(where: {
            parts.path.contains($0)
        }) {
            if let inner = parts.parameter(name), let found = PostAddress(inner), found.original != text {
                return PostAddress(
                    text, found.platform, found.kind, id: found.id, code: found.code, handle: found.handle,
                    canonical: found.canonical)
            }
        }
        return switch platform {
        case .x: XAddress.read(parts, text)
        case .facebook: FacebookAddress.read(parts, text)
        case .instagram: InstagramAddress.read(parts, text)
        case .threads: ThreadsAddress.read(parts, text)
        case .tiktok: TikTokAddress.read(parts, text)
        case .youtube: YouTubeAddress.read(parts, text)
        case .reddit: RedditAddress.read(parts, text)
        case .bluesky: BlueskyAddress.read(parts, text)
        case .telegram: TelegramAddress.read(parts, text)
        case .mastodon, .web, .whatsapp, .email: MastodonAddress.read(parts, text)
        }
    }

    /// Whether a post that was read is the one of this address.
    public func matches(_ post: Post) -> Bool {
        guard platform == post.platform || platform == .web else { return false }
        if let id, id == post.id || post[.fullname]?.string?.hasSuffix("_" + id) == true { return true }
        if let code, code == post[.shortcode]?.string { return true }
        return canonical != nil && (canonical == post[.url]?.string || original == post[.url]?.string)
    }
}

extension AddressText {
    /// The segment after the first one of these names.
    func segment(after names: Set<String>) -> String? {
        guard let place = segments.firstIndex(where: names.contains), segments.indices.contains(place + 1)
        else { return nil }
        return segments[place + 1]
    }
}

extension StringProtocol {
    var isDecimal: Bool {
        !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The decimal digits that a text begins with.
    var leadingDigits: String { String(prefix { $0.isASCII && $0.isNumber }) }
}
