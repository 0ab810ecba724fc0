/// Texts that interfaces give with the few characters escaped that mean something in HTML.
enum EscapedText {
    private static let names: [Substring: Character] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'", "#x27": "'",
    ]

    /// The text that was typed: what is escaped once is unescaped once.
    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var decoded = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "&") {
            decoded += rest[..<mark]
            rest = rest[rest.index(after: mark)...]
            let name = rest.prefix(6).prefix { $0 != ";" }
            if name.endIndex < rest.endIndex, rest[name.endIndex] == ";", let character = names[name] {
                decoded.append(character)
                rest = rest[rest.index(after: name.endIndex)...]
            } else {
                decoded.append("&")
            }
        }
        return decoded + rest
    }
}
