/// Text from outside, made safe to show to a person.
public enum SafeText {
    /// `text` with everything escaped that could move the cursor, hide, reorder or pass for something else:
    /// control and format characters (bidirectional controls among them), separators other than the space,
    /// private and unassigned characters, as `\u{202e}`; a backslash doubled; cut after `limit` characters with `…`.
    public static func escaped(_ text: String, limit: Int = 300) -> String {
        var safe = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return safe + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                safe += "\\u{" + String(scalar.value, radix: 16) + "}"
            case .spaceSeparator: safe += scalar == " " ? " " : "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                if scalar == "\\" { safe += "\\\\" } else { safe.unicodeScalars.append(scalar) }
            }
        }
        return safe
    }

    /// `bytes` as text for a person: invalid UTF-8 replaced, the rest as `escaped(_:limit:)`.
    public static func escaped(_ bytes: some Collection<UInt8>, limit: Int = 300) -> String {
        escaped(String(decoding: bytes.prefix(limit * 4), as: UTF8.self), limit: limit)
    }
}
