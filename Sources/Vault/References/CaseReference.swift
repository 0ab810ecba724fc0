import Bytes

/// How a force names a case: `OP-HERON`, `NG/2931/26`.
public enum CaseReference {
    /// The case of exhibits that were given to none.
    public static let none = ""

    /// Whether a text can name a case: 1 to 64 characters that a terminal shows as they are, no colon, no space at an end.
    public static func isValid(_ text: String) -> Bool {
        (1...64).contains(text.unicodeScalars.count) && SafeText.escaped(text) == text && !text.contains(":")
            && text.first != " " && text.last != " " && text.first != "-"
    }

    /// Whether a text is taken for a place of files by whoever makes a folder of it: `../x`, `/x`, `x//y`.
    static func isPath(_ text: String) -> Bool {
        text.contains("\\")
            || text.split(separator: "/", omittingEmptySubsequences: false).contains {
                ["", ".", ".."].contains($0)
            }
    }
}
