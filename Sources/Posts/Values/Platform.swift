/// Where a post was published.
public enum Platform: String, Sendable, CaseIterable {
    case facebook, x, instagram, threads, tiktok, youtube, reddit, mastodon, bluesky, telegram
    /// Only in what people export or hand over.
    case whatsapp, email
    /// Any other site, read by what pages say of themselves.
    case web

    /// As it calls itself.
    public var name: String {
        switch self {
        case .facebook: "Facebook"
        case .x: "X"
        case .instagram: "Instagram"
        case .threads: "Threads"
        case .tiktok: "TikTok"
        case .youtube: "YouTube"
        case .reddit: "Reddit"
        case .mastodon: "Mastodon"
        case .bluesky: "Bluesky"
        case .telegram: "Telegram"
        case .whatsapp: "WhatsApp"
        case .email: "e-mail"
        case .web: "web"
        }
    }
}
