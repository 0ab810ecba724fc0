extension FacebookAddress {
    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        if parts.host == "fb.watch" || parts.host == "fb.me" {
            return PostAddress(text, .facebook, .shortLink)
        }
        let first = parts.segments.first
        if first == "share" { return PostAddress(text, .facebook, .shortLink) }
        if first == "l.php" || first == "flx", let inner = parts.parameter("u"),
            let found = PostAddress(inner)
        {
            return PostAddress(
                text, found.platform, found.kind, id: found.id, code: found.code, handle: found.handle,
                canonical: found.canonical)
        }
        // `www.` and the like are left out of hosts; `m.`, `mbasic.` and others say nothing about the post.
        let owner = parts.parameter("id")
        if let id = parts.parameter("story_fbid") {
            let query = owner.map { "&id=\($0)" } ?? ""
            return PostAddress(
                text, .facebook, .post, id: id,
                canonical: "https://www.facebook.com/story.php?story_fbid=\(id)\(query)")
        }
        if let id = parts.parameter("fbid"), first?.hasPrefix("photo") == true {
            return PostAddress(
                text, .facebook, .post, id: id, canonical: "https://www.facebook.com/photo.php?fbid=\(id)")
        }
        if first == "watch" || first == "video.php", let id = parts.parameter("v") {
            return PostAddress(
                text, .facebook, .post, id: id, canonical: "https://www.facebook.com/watch/?v=\(id)")
        }
        if first == "stories" {
            return PostAddress(text, .facebook, .story, id: parts.segments.dropFirst().last)
        }
        if first == "groups" { return group(parts, text) }
        if first == "reel", let id = parts.segment(after: ["reel"]) {
            return PostAddress(
                text, .facebook, .post, id: id, canonical: "https://www.facebook.com/reel/\(id)")
        }
        let handle = handle("https://www.facebook.com" + parts.path)
        if let id = postID(text), let handle {
            let kind =
                parts.segments.contains("videos")
                ? "videos" : parts.segments.contains("photos") ? "photos" : "posts"
            return PostAddress(
                text, .facebook, .post, id: id, handle: handle,
                canonical: "https://www.facebook.com/\(handle)/\(kind)/\(id)\(kind == "videos" ? "/" : "")")
        }
        if first == "search" || first == "hashtag" { return PostAddress(text, .facebook, .search) }
        if first == "profile.php" || first == "people" { return PostAddress(text, .facebook, .profile) }
        return handle.map { PostAddress(text, .facebook, .profile, handle: $0) }
            ?? PostAddress(text, .facebook, .other)
    }

    private static func group(_ parts: AddressText, _ text: String) -> PostAddress {
        let group = parts.segments.count > 1 ? parts.segments[1] : ""
        let id =
            parts.segment(after: ["posts", "permalink"]) ?? parts.parameter("multi_permalinks")?.leadingDigits
        guard let id, !id.isEmpty else { return PostAddress(text, .facebook, .group) }
        return PostAddress(
            text, .facebook, .post, id: id, canonical: "https://www.facebook.com/groups/\(group)/posts/\(id)/"
        )
    }
}
