import Bytes

extension JSONValue {
    /// Whether these bytes are what `serialized()` gives, without a second copy of a text that is large.
    func isSpelled(_ bytes: [UInt8]) -> Bool {
        var place = 0
        return isSpelled(bytes, &place) && place == bytes.count
    }

    private func isSpelled(_ bytes: [UInt8], _ place: inout Int) -> Bool {
        switch self {
        case .object(let members):
            guard Self.take(UInt8(ascii: "{"), bytes, &place) else { return false }
            for (index, member) in members.enumerated() {
                if index > 0, !Self.take(UInt8(ascii: ","), bytes, &place) { return false }
                guard JSONValue.string(member.name).isSpelled(bytes, &place),
                    Self.take(UInt8(ascii: ":"), bytes, &place), member.value.isSpelled(bytes, &place)
                else { return false }
            }
            return Self.take(UInt8(ascii: "}"), bytes, &place)
        case .string(let text):
            guard Self.take(UInt8(ascii: "\""), bytes, &place) else { return false }
            for byte in text.utf8 {
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                    guard Self.take(byte, bytes, &place) else { return false }
                } else {
                    let escape = JSONValue.string(String(Unicode.Scalar(byte))).serialized().dropFirst()
                        .dropLast()
                    for part in escape where !Self.take(part, bytes, &place) { return false }
                }
            }
            return Self.take(UInt8(ascii: "\""), bytes, &place)
        default:
            for byte in serialized() where !Self.take(byte, bytes, &place) { return false }
            return true
        }
    }

    private static func take(_ byte: UInt8, _ bytes: [UInt8], _ place: inout Int) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }
}
