import Bytes

/// Text from outside inside an HTML page.
enum HTMLText {
    /// As text or as the value of an attribute: what `SafeText` escapes, and the five characters that mean something in
    /// HTML.
    static func escaped(_ text: String, limit: Int = 8192) -> String {
        var safe = ""
        for scalar in SafeText.escaped(text, limit: limit).unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}
