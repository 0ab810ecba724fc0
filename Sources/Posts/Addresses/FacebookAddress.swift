/// What addresses of Facebook tell.
enum FacebookAddress {
    private static let pages: Set<String> = [
        "story.php", "permalink.php", "photo.php", "photo", "watch", "groups", "profile.php", "reel", "share",
        "events", "people",
        "hashtag", "login", "login.php", "home.php",
    ]

    /// The name of a person or page in an address of theirs, absolute or from the root.
    static func handle(_ link: Found) -> Found? { link.map(handle) }

    static func handle(_ text: String) -> String? {
        let absolute = text.hasPrefix("/") ? "https://www.facebook.com" + text : text
        guard let parts = AddressText(absolute), let first = parts.segments.first, !pages.contains(first)
        else { return nil }
        return first
    }

    /// The number of a person or page.
    static func ownerID(_ text: String) -> String? {
        AddressText(text)?.parameter("id").flatMap { $0.allSatisfy(\.isNumber) ? $0 : nil }
    }

    /// The number or `pfbid` of a post, photo or video.
    static func postID(_ text: String) -> String? {
        guard let parts = AddressText(text) else { return nil }
        if let id = parts.parameter("story_fbid") ?? parts.parameter("fbid") ?? parts.parameter("v") {
            return id
        }
        let kinds: Set<String> = ["posts", "videos", "permalink", "reel", "photos"]
        guard let place = parts.segments.firstIndex(where: kinds.contains) else { return nil }
        // `/NAME/photos/a.ALBUM/ID/`, `/NAME/videos/TITLE/ID/`
        return parts.segments[(place + 1)...].last { $0.hasPrefix("pfbid") || $0.allSatisfy(\.isNumber) }
    }
}
