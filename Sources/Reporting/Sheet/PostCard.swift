import Bytes

/// A post as a reader would have met it: who, what, when; as the program read it.
struct PostCard {
    private static let maximumText = 4000
    private let post: JSONValue
    private let clock: WallClock

    init(_ post: JSONValue, clock: WallClock) {
        self.post = post
        self.clock = clock
    }

    var html: String {
        var html = "<section class=\"card\" aria-label=\"The post as read\">\n"
        let author = post["author"]
        let who = [author?["name"]?.string, author?["handle"]?.string.map { "@" + $0 }].compactMap(\.self)
        if !who.isEmpty { html += line("who", who.joined(separator: " · ")) }
        if let warning = post["contentWarning"]?.string, !warning.isEmpty { html += line("when", warning) }
        if let text = post["text"]?.string ?? post["title"]?.string {
            let lines = String(text.prefix(Self.maximumText)).split(
                separator: "\n", omittingEmptySubsequences: false)
            html +=
                "<p class=\"said\">" + lines.map { HTMLText.escaped(String($0)) }.joined(separator: "<br>")
            html += (text.count > Self.maximumText ? "…" : "") + "</p>\n"
        }
        if let posted { html += line("when", "\(posted), as the platform says") }
        if let url = post["url"]?.string { html += line("when", url) }
        return html + "</section>\n"
    }

    private var posted: String? {
        guard let text = post["createdAt"]?.string else { return post["date"]?.string }
        return Timestamp(text).map { clock.words($0.wholeSeconds) } ?? text
    }

    private func line(_ style: String, _ text: String) -> String {
        "<p class=\"\(style)\">\(HTMLText.escaped(text))</p>\n"
    }
}
