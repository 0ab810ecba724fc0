/// What else tells of a post, to those who are not signed in: embeds, oEmbed, public interfaces.
public enum PublicWitnesses {
    /// Addresses to fetch beside the page of a post, in order; none for what is no post.
    public static func addresses(for post: PostAddress) -> [String] {
        guard [.post, .comment].contains(post.kind), let id = post.id, let canonical = post.canonical else {
            return []
        }
        let asked = AddressText.encoded(canonical)
        switch post.platform {
        case .x:
            let token = SyndicationToken.text(for: id).map { "&token=\($0)" } ?? ""
            return [
                "https://cdn.syndication.twimg.com/tweet-result?id=\(id)&lang=en\(token)",
                "https://publish.x.com/oembed?url=\(asked)",
            ]
        case .facebook: return ["https://www.facebook.com/plugins/post.php?href=\(asked)"]
        case .instagram: return [canonical + "embed/captioned/"]
        case .threads: return [canonical + "/embed"]
        case .tiktok: return ["https://www.tiktok.com/oembed?url=\(asked)"]
        case .youtube: return ["https://www.youtube.com/oembed?format=json&url=\(asked)"]
        case .reddit: return ["https://www.reddit.com/oembed?url=\(asked)"]
        case .mastodon:
            guard let host = AddressText(canonical)?.host else { return [] }
            let interface = "https://\(host)/api/v1/statuses/\(id)"
            return [interface, interface + "/context", interface + "/history"]
        case .bluesky:
            guard let who = post.handle else { return [] }
            let uri = AddressText.encoded("at://\(who)/app.bsky.feed.post/\(id)")
            return [
                "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=\(uri)&depth=6&parentHeight=80"
            ]
        case .telegram: return [canonical + "?embed=1&mode=tme"]
        case .web, .whatsapp, .email: return []
        }
    }

    /// Where the author's own server tells of a post that another server showed; nil where it is the same server, or not known.
    public static func origin(of post: Post, shownAt address: String) -> String? {
        guard post.platform == .mastodon, let uri = post[.uri]?.string, let own = AddressText(uri),
            let shown = AddressText(address), own.host != shown.host, let id = own.segments.last, id.isDecimal
        else { return nil }
        return "https://\(own.host)/api/v1/statuses/\(id)"
    }
}
