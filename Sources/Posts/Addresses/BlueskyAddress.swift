enum BlueskyAddress {
    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        if let uri = parts.parameter("uri") ?? parts.parameter("uris"), uri.hasPrefix("at://") {
            return self.uri(uri, original: text)
        }
        if parts.segments.first == "embed", parts.segments.count >= 4 {
            return post(text, parts.segments[1], parts.segments[3])
        }
        guard parts.segments.count >= 2, parts.segments[0] == "profile" else {
            return PostAddress(
                text, .bluesky,
                parts.segments.first == "search" || parts.segments.first == "hashtag" ? .search : .other)
        }
        let who = parts.segments[1]
        if parts.segments.count >= 4, parts.segments[2] == "post" {
            return post(text, who, parts.segments[3])
        }
        return PostAddress(text, .bluesky, parts.segments.count > 2 ? .group : .profile, handle: who)
    }

    /// `at://DID/app.bsky.feed.post/KEY`
    static func uri(_ uri: String, original: String) -> PostAddress {
        let parts = uri.dropFirst("at://".count).split(separator: "/").map(String.init)
        guard parts.count == 3, parts[1] == "app.bsky.feed.post" else {
            return PostAddress(original, .bluesky, .other)
        }
        return post(original, parts[0], parts[2])
    }

    private static func post(_ text: String, _ who: String, _ key: String) -> PostAddress {
        PostAddress(
            text, .bluesky, .post, id: key, handle: who,
            canonical: "https://bsky.app/profile/\(who)/post/\(key)")
    }
}
