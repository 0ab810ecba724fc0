enum TikTokAddress {
    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        if parts.host.hasPrefix("vm.") || parts.host.hasPrefix("vt.") || parts.segments.first == "t" {
            return PostAddress(text, .tiktok, .shortLink)
        }
        let handle = parts.segments.first.flatMap { $0.hasPrefix("@") ? String($0.dropFirst()) : nil }
        let id =
            parts.segment(after: ["video", "photo", "v", "v1", "v2"])?.leadingDigits
            ?? (parts.segments.first == "embed" ? parts.segments.last?.leadingDigits : nil)
            ?? parts.parameter("item_id")
        if let id, id.isDecimal {
            let kind = parts.segments.contains("photo") ? "photo" : "video"
            return PostAddress(
                text, .tiktok, .post, id: id, handle: handle,
                canonical: "https://www.tiktok.com/@\(handle ?? "")/\(kind)/\(id)")
        }
        if let handle { return PostAddress(text, .tiktok, .profile, handle: handle) }
        return PostAddress(
            text, .tiktok, ["search", "tag", "discover"].contains(parts.segments.first) ? .search : .other)
    }
}
