/// Base 64 with the standard alphabet and padding (RFC 4648, section 4).
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Place of each character in the alphabet; 255 for one that is not in it.
    private static let places: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (place, character) in alphabet.enumerated() { table[Int(character)] = UInt8(place) }
        return table
    }()

    /// The bytes as base 64 text with padding and without line breaks.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let group =
                UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[index + 2]) : 0)
            text.append(alphabet[Int(group >> 18)])
            text.append(alphabet[Int(group >> 12 & 63)])
            text.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
            text.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
            index += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that `text` stands for, or nil unless it is canonical: full groups, right padding, unused
    /// bits zero, no other character. So every byte string has exactly one accepted text.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var filled = 0
        var padding = 0
        for character in text {
            if character == UInt8(ascii: "=") {
                padding += 1
            } else {
                let place = places[Int(character)]
                guard place < 64, padding == 0 else { return nil }
                group = group << 6 | UInt32(place)
                filled += 1
            }
            if filled == 4 {
                bytes.append(UInt8(group >> 16))
                bytes.append(UInt8(group >> 8 & 255))
                bytes.append(UInt8(group & 255))
                group = 0
                filled = 0
            }
        }
        switch (filled, padding) {
        case (0, 0): return bytes
        case (2, 2) where group & 15 == 0: bytes.append(UInt8(group >> 4 & 255))
        case (3, 1) where group & 3 == 0:
            bytes.append(UInt8(group >> 10 & 255))
            bytes.append(UInt8(group >> 2 & 255))
        default: return nil
        }
        return bytes
    }

    /// The bytes that `text` stands for, or nil unless it is canonical base 64.
    public static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }
}
