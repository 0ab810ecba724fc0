import Posts

/// Whether a post's text stands in the text that a page showed.
enum VisibleText: String {
    case found, partly
    case notFound = "not found"

    /// Nil for a post without text. White space does not count; what is shortened on the page is found partly.
    static func search(_ post: Post, in shown: String) -> VisibleText? {
        let words = (post.text ?? "").split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return nil }
        let page = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if page.contains(words.joined(separator: " ")) { return .found }
        let set = Set(page.split(separator: " "))
        let there = words.count(where: set.contains)
        if there == words.count || there >= 3 && there * 2 >= words.count { return .partly }
        return .notFound
    }
}
