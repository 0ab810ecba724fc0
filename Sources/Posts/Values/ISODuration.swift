/// Lengths of time as ISO 8601 writes them.
enum ISODuration {
    /// `PT4M1S` in seconds; nil for what is no such text, or has days.
    static func seconds(_ text: String) -> Int64? {
        let body = text.hasPrefix("PT") ? text.dropFirst(2) : text.hasPrefix("T") ? text.dropFirst() : ""
        guard !body.isEmpty else { return nil }
        var seconds: Int64 = 0
        var digits = ""
        for character in body {
            if character.isNumber, digits.count < 9 {
                digits.append(character)
                continue
            }
            guard let number = Int64(digits) else { return nil }
            switch character {
            case "H": seconds += number * 3600
            case "M": seconds += number * 60
            case "S": seconds += number
            default: return nil
            }
            digits = ""
        }
        return digits.isEmpty ? seconds : nil
    }
}
