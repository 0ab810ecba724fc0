extension JSONValue {
    /// The value as compact JSON in UTF-8: members in their order, no white space, and the one spelling of
    /// each string that the bundle format allows (see `JSONText`).
    public func serialized() -> [UInt8] {
        var text: [UInt8] = []
        append(to: &text)
        return text
    }

    /// Appends the compact text to one that is being built.
    public func append(to text: inout [UInt8]) { write(to: &text) }

    /// Whether these bytes are what `serialized()` gives, without a second copy of them.
    public func isSpelled(_ bytes: [UInt8]) -> Bool {
        var comparison = Comparison(with: bytes)
        write(to: &comparison)
        return comparison.isSame
    }

    private func write(to text: inout some JSONTarget) {
        switch self {
        case .null: text.append(contentsOf: "null".utf8)
        case .bool(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): text.append(contentsOf: number.text.utf8)
        case .string(let value): JSONText.write(value, to: &text)
        case .array(let values):
            text.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                value.write(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                JSONText.write(member.name, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.write(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    /// A text that is compared as it is written.
    private struct Comparison: JSONTarget {
        private let bytes: [UInt8]
        private var place = 0
        private var differs = false

        init(with bytes: [UInt8]) { self.bytes = bytes }

        var isSame: Bool { !differs && place == bytes.count }

        mutating func append(_ byte: UInt8) {
            guard !differs, place < bytes.count, bytes[place] == byte else {
                differs = true
                return
            }
            place += 1
        }
    }
}

/// Where JSON is written to, byte by byte.
private protocol JSONTarget {
    mutating func append(_ byte: UInt8)
}

extension JSONTarget {
    fileprivate mutating func append(contentsOf bytes: String.UTF8View) { for byte in bytes { append(byte) } }
}

extension [UInt8]: JSONTarget {}

/// A string in JSON: escapes are only `\" \\ \b \t \n \f \r` and `\u00xx` in lower case, all else is UTF-8.
public enum JSONText {
    /// Appends `value` with its quotation marks.
    public static func append(_ value: String, to text: inout [UInt8]) { write(value, to: &text) }

    fileprivate static func write(_ value: String, to text: inout some JSONTarget) {
        text.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0x08: text.append(contentsOf: "\\b".utf8)
            case 0x09: text.append(contentsOf: "\\t".utf8)
            case 0x0A: text.append(contentsOf: "\\n".utf8)
            case 0x0C: text.append(contentsOf: "\\f".utf8)
            case 0x0D: text.append(contentsOf: "\\r".utf8)
            case 0..<0x20: text.append(contentsOf: ("\\u00" + Hex.encode([byte])).utf8)
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
