/// Gathers the posts of many recorded bodies, and puts those of the same post together.
///
/// Bounded: at most `maximumPosts` readings are kept, the rest are counted.
public struct PostCollection: Sendable {
    /// A body of a known platform that gave no post.
    public struct Unread: Sendable, Equatable {
        public let record: String
        public let address: String
        /// In plain English.
        public let problem: String
    }

    private static let maximumPosts = 50_000
    private static let maximumUnread = 1000

    private var readings: [PostReading] = []
    public private(set) var unread: [Unread] = []
    /// Posts beyond the bound.
    public private(set) var surplus = 0

    public init() {}

    /// Whether a body of this address and media type could hold posts, so that it is worth keeping in memory.
    public static func mayHoldPosts(address: String, mediaType: String?) -> Bool {
        guard let platform = PlatformAddress.platform(of: address, mediaType: mediaType) else { return false }
        guard let mediaType, !mediaType.isEmpty else { return true }
        if mediaType.contains("html") || mediaType.contains("json") { return true }
        // Some interfaces call their answers text or script.
        return platform != .web && (mediaType == "text/plain" || mediaType.hasSuffix("/javascript"))
    }

    /// Reads a body. `record` names the record that it is of.
    public mutating func read(_ body: PostBody, record: String) {
        guard let outcome = PostReaders.read(body) else { return }
        add(outcome, address: body.address, record: record)
    }

    /// Takes what a body gave that was read elsewhere.
    public mutating func add(_ outcome: PostReaders.Outcome, address: String, record: String) {
        if let problem = outcome.problem, outcome.platform != .web, unread.count < Self.maximumUnread {
            unread.append(Unread(record: record, address: address, problem: problem))
        }
        let room = max(0, Self.maximumPosts - readings.count)
        surplus += max(0, outcome.posts.count - room)
        readings += outcome.posts.prefix(room).map {
            PostReading(post: $0, record: record, address: address)
        }
    }

    /// The posts in the order of their first reading; each once, with its other readings as witnesses.
    public var posts: [WitnessedPost] {
        var groups: [String: Int] = [:]
        var ordered: [[PostReading]] = []
        for reading in readings {
            guard let key = reading.post.identity else {
                ordered.append([reading])
                continue
            }
            if let place = groups[key] {
                ordered[place].append(reading)
            } else {
                groups[key] = ordered.count
                ordered.append([reading])
            }
        }
        return ordered.compactMap(WitnessedPost.init)
    }
}

/// A post as one record says it.
public struct PostReading: Sendable, Equatable {
    public let post: Post
    public let record: String
    /// What the record is the answer of.
    public let address: String
}

extension Post {
    /// The same for all readings of one post; nil where no id was read.
    fileprivate var identity: String? {
        guard let id = id ?? self[.shortcode]?.string else {
            // A page of any site has no ids: its address is all that tells it apart.
            return platform == .web ? self[.url]?.string.map { "web " + $0 } : nil
        }
        let handle = platform == .telegram ? author[.handle]?.string ?? "" : ""
        return "\(platform.rawValue) \(handle) \(id)"
    }
}
