enum InstagramAddress {
    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        let first = parts.segments.first
        if first == "share" { return PostAddress(text, .instagram, .shortLink) }
        if first == "stories", parts.segments.count > 2 {
            return PostAddress(text, .instagram, .story, id: parts.segments[2], handle: parts.segments[1])
        }
        if let code = parts.segment(after: ["p", "reel", "reels", "tv"]), let number = MetaCode.number(code) {
            let handle = first.flatMap { ["p", "reel", "reels", "tv"].contains($0) ? nil : $0 }
            return PostAddress(
                text, .instagram, .post, id: number, code: code, handle: handle,
                canonical: "https://www.instagram.com/p/\(code)/")
        }
        if let id = parts.segment(after: ["media"])?.leadingDigits, !id.isEmpty {
            return PostAddress(text, .instagram, .post, id: id)
        }
        switch first {
        case "explore": return PostAddress(text, .instagram, .search)
        case "accounts", "direct", "about", "api", nil: return PostAddress(text, .instagram, .other)
        case let name?: return PostAddress(text, .instagram, .profile, handle: name)
        }
    }
}

enum ThreadsAddress {
    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        let handle = parts.segments.first.flatMap { $0.hasPrefix("@") ? String($0.dropFirst()) : nil }
        if let code = parts.segment(after: ["post", "t"]), let number = MetaCode.number(code) {
            let name = handle.map { "@\($0)/post/\(code)" } ?? "t/\(code)"
            return PostAddress(
                text, .threads, .post, id: number, code: code, handle: handle,
                canonical: "https://www.threads.com/\(name)")
        }
        if let handle { return PostAddress(text, .threads, .profile, handle: handle) }
        return PostAddress(text, .threads, parts.segments.first == "search" ? .search : .other)
    }
}
