/// JSON for a terminal: the same value, with nothing in it that could move the cursor, hide or reorder.
public enum SafeJSON {
    /// Compact JSON in which control and format characters, and those that are not assigned, are written as `\uXXXX`.
    public static func text(_ value: JSONValue) -> String {
        var safe = ""
        for scalar in String(decoding: value.serialized(), as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }
}
