enum XAddress {
    private static let pages: Set<String> = [
        "home", "explore", "notifications", "messages", "settings", "login", "i", "intent", "share", "about",
        "tos", "privacy",
    ]

    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        if parts.host == "t.co" { return PostAddress(text, .x, .shortLink) }
        if parts.host.hasSuffix("syndication.twimg.com") || parts.host == "platform.twitter.com"
            || parts.host == "platform.x.com",
            let id = parts.parameter("id"), id.isDecimal
        {
            return post(text, nil, id)
        }
        let handle = parts.segments.first.flatMap { ["i", "statuses", "status"].contains($0) ? nil : $0 }
        if let id = parts.segment(after: ["status", "statuses"])?.leadingDigits, !id.isEmpty {
            return post(text, handle, id)
        }
        switch parts.segments.first {
        case "search", "hashtag": return PostAddress(text, .x, .search)
        case "i" where parts.segments.dropFirst().first == "communities", "communities":
            return PostAddress(text, .x, .group)
        case let name? where !pages.contains(name): return PostAddress(text, .x, .profile, handle: name)
        default: return PostAddress(text, .x, .other)
        }
    }

    private static func post(_ text: String, _ handle: String?, _ id: String) -> PostAddress {
        PostAddress(
            text, .x, .post, id: id, handle: handle,
            canonical: handle.map { "https://x.com/\($0)/status/\(id)" } ?? "https://x.com/i/web/status/\(id)"
        )
    }
}
