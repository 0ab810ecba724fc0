enum YouTubeAddress {
    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        let video =
            parts.host == "youtu.be"
            ? parts.segments.first
            : parts.parameter("v") ?? parts.segment(after: ["shorts", "live", "embed", "v", "e"])
        if let video, video.utf8.count == 11 {
            if let comment = parts.parameter("lc") {
                return PostAddress(
                    text, .youtube, .comment, id: comment,
                    canonical: "https://www.youtube.com/watch?v=\(video)&lc=\(comment)")
            }
            return PostAddress(
                text, .youtube, .post, id: video, canonical: "https://www.youtube.com/watch?v=\(video)")
        }
        if let id = parts.segment(after: ["post"]) ?? parts.parameter("lb") {
            return PostAddress(text, .youtube, .post, id: id, canonical: "https://www.youtube.com/post/\(id)")
        }
        switch parts.segments.first {
        case "results", "hashtag", "feed": return PostAddress(text, .youtube, .search)
        case let name? where name.hasPrefix("@"):
            return PostAddress(text, .youtube, .profile, handle: String(name.dropFirst()))
        case "channel", "user", "c":
            return PostAddress(text, .youtube, .profile, handle: parts.segments.dropFirst().first)
        default: return PostAddress(text, .youtube, .other)
        }
    }
}
