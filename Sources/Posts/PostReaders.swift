/// Reads posts out of bodies, by the platform that the address is of.
public enum PostReaders {
    /// What one body gave.
    public struct Outcome: Sendable {
        public let platform: Platform
        /// In the order of the body.
        public let posts: [Post]
        /// Why none was read from a body that could hold some; in plain English.
        public let problem: String?
    }

    /// The posts in a body; nil when its address or form is none that holds posts.
    public static func read(_ body: PostBody) -> Outcome? {
        guard let platform = PlatformAddress.platform(of: body.address, mediaType: body.mediaType) else {
            return nil
        }
        let posts: [Post]
        switch body.form() {
        case .json(let json): posts = reader(platform).posts(in: json, of: body)
        case .html(let page): posts = reader(platform).posts(in: page, of: body)
        case .other: return nil
        }
        let read = posts.filter { !$0.isEmpty }
        return Outcome(
            platform: platform, posts: read,
            problem: read.isEmpty ? "post not read: unknown form of \(platform.name)" : nil)
    }

    /// The posts in a body that is no record of its own, but stands `inside` a file.
    static func posts(in body: PostBody, inside: String) -> [Post] {
        (read(body)?.posts ?? []).map { post in
            var post = post
            post.inside = inside
            return post
        }
    }

    private static func reader(_ platform: Platform) -> any PostReader.Type {
        switch platform {
        case .facebook: FacebookReader.self
        case .x: XReader.self
        case .instagram: InstagramReader.self
        case .threads: ThreadsReader.self
        case .tiktok: TikTokReader.self
        case .youtube: YouTubeReader.self
        case .reddit: RedditReader.self
        case .mastodon: MastodonReader.self
        case .bluesky: BlueskyReader.self
        case .telegram: TelegramReader.self
        case .web, .whatsapp, .email: WebReader.self
        }
    }
}

/// Knows the forms of bodies of one platform. Pure: what it gives follows from the body alone.
protocol PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post]
    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post]
}
