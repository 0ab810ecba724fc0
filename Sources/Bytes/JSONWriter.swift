extension JSONValue {
    /// The value as compact JSON in UTF-8: members in their order, no white space, and the one spelling of
    /// each string that the bundle format allows (see `JSONText`).
    ///
    /// `bytes` is how long it may be expected to be.
    public func serialized(reserving bytes: Int = 0) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes)
        append(to: &text)
        return text
    }

    /// Appends the compact text to one that is being built.
    public func append(to text: inout [UInt8]) {
        switch self {
        case .null: text += Array("null".utf8)
        case .bool(let value): text += Array((value ? "true" : "false").utf8)
        case .number(let number): text += Array(number.text.utf8)
        case .string(let value): JSONText.append(value, to: &text)
        case .array(let values):
            text.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                value.append(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                JSONText.append(member.name, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.append(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }
}

/// A string in JSON: escapes are only `\" \\ \b \t \n \f \r` and `\u00xx` in lower case, all else is UTF-8.
public enum JSONText {
    /// Appends `value` with its quotation marks.
    public static func append(_ value: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0x08: text += [UInt8(ascii: "\\"), UInt8(ascii: "b")]
            case 0x09: text += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0x0A: text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0x0C: text += [UInt8(ascii: "\\"), UInt8(ascii: "f")]
            case 0x0D: text += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0..<0x20:
                text += Array("\\u00".utf8)
                Hex.append(CollectionOfOne(byte), to: &text)
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
