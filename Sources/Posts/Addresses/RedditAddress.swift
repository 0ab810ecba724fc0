enum RedditAddress {
    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        if parts.host == "redd.it", let id = parts.segments.first {
            return PostAddress(
                text, .reddit, .post, id: id, canonical: "https://www.reddit.com/comments/\(id)/")
        }
        let segments = parts.segments.map { $0.hasSuffix(".json") ? String($0.dropLast(5)) : $0 }.filter {
            $0 != ".json"
        }
        if segments.count >= 4, segments[2] == "s" { return PostAddress(text, .reddit, .shortLink) }
        guard let place = segments.firstIndex(of: "comments"), segments.indices.contains(place + 1) else {
            switch segments.first {
            case "user", "u": return PostAddress(text, .reddit, .profile, handle: segments.dropFirst().first)
            case "r" where segments.contains("search"), "search": return PostAddress(text, .reddit, .search)
            case "r": return PostAddress(text, .reddit, .group)
            default: return PostAddress(text, .reddit, .other)
            }
        }
        let id = segments[place + 1]
        let forum = place >= 2 ? segments[place - 2] + "/" + segments[place - 1] + "/" : ""
        // `comments/ID/SLUG/COMMENT`, and `comments/ID/comment/COMMENT`
        if segments.indices.contains(place + 3) {
            let comment = segments[place + 3]
            return PostAddress(
                text, .reddit, .comment, id: comment,
                canonical: "https://www.reddit.com/\(forum)comments/\(id)/comment/\(comment)/")
        }
        let slug = segments.indices.contains(place + 2) ? segments[place + 2] + "/" : ""
        return PostAddress(
            text, .reddit, .post, id: id, canonical: "https://www.reddit.com/\(forum)comments/\(id)/\(slug)")
    }
}
