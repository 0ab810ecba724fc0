/// Servers of Mastodon and its kin have any host; the path tells.
enum MastodonAddress {
    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        var segments = parts.segments
        if segments.first == "web" { segments.removeFirst() }
        let handle = segments.first.flatMap { $0.hasPrefix("@") ? String($0.dropFirst()) : nil }
        if let handle, segments.count >= 2, segments[1].isDecimal, segments[1].utf8.count >= 6 {
            return post(text, parts.host, handle, segments[1])
        }
        if segments.count >= 4, segments[0] == "users", segments[2] == "statuses", segments[3].isDecimal {
            return post(text, parts.host, segments[1], segments[3])
        }
        if let place = segments.firstIndex(of: "statuses"), segments.indices.contains(place + 1),
            segments[place + 1].isDecimal
        {
            return PostAddress(text, .mastodon, .post, id: segments[place + 1])
        }
        if let handle, segments.count == 1 { return PostAddress(text, .mastodon, .profile, handle: handle) }
        return PostAddress(text, .web, .other)
    }

    private static func post(_ text: String, _ host: String, _ handle: String, _ id: String) -> PostAddress {
        PostAddress(
            text, .mastodon, .post, id: id, handle: handle, canonical: "https://\(host)/@\(handle)/\(id)")
    }
}
