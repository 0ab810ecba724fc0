/// Which platform an address is of.
enum PlatformAddress {
    private static let hosts: [(String, Platform)] = [
        ("facebook.com", .facebook), ("fb.watch", .facebook), ("fb.com", .facebook),
        ("x.com", .x), ("twitter.com", .x), ("syndication.twimg.com", .x), ("t.co", .x),
        ("instagram.com", .instagram), ("threads.net", .threads), ("threads.com", .threads),
        ("tiktok.com", .tiktok), ("youtube.com", .youtube), ("youtu.be", .youtube),
        ("youtubei.googleapis.com", .youtube), ("youtube-nocookie.com", .youtube),
        ("reddit.com", .reddit), ("redd.it", .reddit), ("bsky.app", .bluesky), ("bsky.social", .bluesky),
        ("t.me", .telegram), ("telegram.me", .telegram),
    ]

    static func platform(of address: String, mediaType: String?) -> Platform? {
        guard let parts = AddressText(address) else { return nil }
        if parts.segments.first == "xrpc", parts.segments.dropFirst().first?.hasPrefix("app.bsky.") == true {
            return .bluesky
        }
        if parts.host == "graph.facebook.com" {
            return parts.path.contains("instagram") ? .instagram : .facebook
        }
        for (host, platform) in hosts where parts.host == host || parts.host.hasSuffix("." + host) {
            return platform
        }
        let isMastodon =
            parts.path.hasPrefix("/api/v1/statuses") || parts.path.hasPrefix("/api/v2/statuses")
            || mediaType == "application/activity+json"
            || parts.segments.count == 4 && parts.segments[0] == "users" && parts.segments[2] == "statuses"
            // The page of a status: its number has the time in it, which no site counts up to.
            || parts.segments.count == 2 && parts.segments[0].hasPrefix("@") && parts.segments[1].isDecimal
                && (16...20).contains(parts.segments[1].utf8.count)
        return isMastodon ? .mastodon : .web
    }
}
