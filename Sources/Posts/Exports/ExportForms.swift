/// Forms of exported files by their names.
enum ExportForms {
    static func form(of name: String) -> ExportFile.Form? {
        let path = name.lowercased().replacing("\\", with: "/")
        let file = path.split(separator: "/").last.map(String.init) ?? path
        if file.hasSuffix(".js") { return script(file) }
        if file.hasSuffix(".txt") {
            return file.hasPrefix("_chat") || file.hasPrefix("whatsapp chat") || file.hasPrefix("chat")
                ? .whatsApp : nil
        }
        if file.hasSuffix(".har") { return .har }
        if file.hasSuffix(".mhtml") || file.hasSuffix(".mht") { return .mhtml }
        if file.hasSuffix(".eml") { return .email }
        if file.hasSuffix(".csv") {
            return file == "comments.csv" || file.hasPrefix("comments(") ? .takeoutComments : nil
        }
        if file.hasSuffix(".html") {
            return file.hasPrefix("your_posts") || file.hasPrefix("your_uncategorized") ? .facebookPage : nil
        }
        return file.hasSuffix(".json") ? json(file, path) : nil
    }

    private static func script(_ file: String) -> ExportFile.Form? {
        if file == "account.js" { return .xAccount }
        if file.hasPrefix("tweets") || file.hasPrefix("tweet.") || file.hasPrefix("tweet-part") {
            return .xPosts
        }
        if file.hasPrefix("deleted-tweets") { return .xDeleted }
        return file.hasPrefix("direct-messages") || file.hasPrefix("direct-message.") ? .xMessages : nil
    }

    private static func json(_ file: String, _ path: String) -> ExportFile.Form? {
        if file == "result.json" { return .telegram }
        if file.hasPrefix("message_") { return .metaMessages }
        if file.hasPrefix("your_posts") { return .facebookPosts }
        if file == "comments.json" { return .facebookComments }
        if file.hasPrefix("posts_") || file == "stories.json" || file.hasPrefix("reels") {
            return .instagramPosts
        }
        if file.hasPrefix("post_comments") || file == "reels_comments.json" { return .instagramComments }
        if file == "watch-history.json" || file == "myactivity.json" || file == "search-history.json" {
            return .takeoutActivity
        }
        return nil
    }

    static func name(_ form: ExportFile.Form) -> String {
        switch form {
        case .xPosts: "X archive, posts"
        case .xDeleted: "X archive, deleted posts"
        case .xMessages: "X archive, direct messages"
        case .xAccount: "X archive, account"
        case .facebookPosts, .facebookPage: "Facebook download, posts"
        case .facebookComments: "Facebook download, comments"
        case .instagramPosts: "Instagram download, posts"
        case .instagramComments: "Instagram download, comments"
        case .metaMessages: "Facebook or Instagram download, messages"
        case .telegram: "Telegram export"
        case .takeoutActivity: "Google Takeout, activity"
        case .takeoutComments: "Google Takeout, comments"
        case .whatsApp: "WhatsApp chat export"
        case .har: "HAR file of a browser"
        case .mhtml: "page saved by a browser"
        case .email: "e-mail"
        }
    }
}
