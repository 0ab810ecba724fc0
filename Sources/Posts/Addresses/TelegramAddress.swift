enum TelegramAddress {
    /// `tg://resolve?domain=CHANNEL&post=ID`, which the app's own links have.
    static func link(_ text: String) -> PostAddress {
        let parts = AddressText(text.replacing("tg://resolve", with: "https://t.me/"))
        guard let channel = parts?.parameter("domain") else { return PostAddress(text, .telegram, .other) }
        guard let number = parts?.parameter("post"), number.isDecimal else {
            return PostAddress(text, .telegram, .profile, handle: channel)
        }
        return PostAddress(
            text, .telegram, .post, id: number, handle: channel,
            canonical: "https://t.me/\(channel)/\(number)")
    }

    static func read(_ parts: AddressText, _ text: String) -> PostAddress {
        var segments = parts.segments
        if segments.first == "s" { segments.removeFirst() }
        if segments.first == "c", segments.count >= 3, let number = segments.last, number.isDecimal {
            return PostAddress(
                text, .telegram, .post, id: number, canonical: "https://t.me/c/\(segments[1])/\(number)")
        }
        guard let channel = segments.first else { return PostAddress(text, .telegram, .other) }
        if channel.hasPrefix("+") || channel == "joinchat" { return PostAddress(text, .telegram, .group) }
        // `CHANNEL/THREAD/ID` in groups with topics.
        if segments.count >= 2, let number = segments.last, number.isDecimal {
            if let comment = parts.parameter("comment"), comment.isDecimal {
                return PostAddress(
                    text, .telegram, .comment, id: comment, handle: channel,
                    canonical: "https://t.me/\(channel)/\(number)?comment=\(comment)")
            }
            return PostAddress(
                text, .telegram, .post, id: number, handle: channel,
                canonical: "https://t.me/\(channel)/\(number)")
        }
        return PostAddress(text, .telegram, .profile, handle: channel)
    }
}
