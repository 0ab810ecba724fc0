/// What stands around a text and is no part of it.
public enum WhiteSpace {
    /// The text without white space before and behind it.
    public static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex
        return String(start[..<end])
    }
}
