/// A random UUID (RFC 9562, version 4), which names bundles and records.
public struct RandomUUID: Sendable, Hashable, Comparable {
    /// 16 bytes, big end first.
    public let high: UInt64
    public let low: UInt64

    /// From 16 random bytes, of which 122 bits are kept.
    public init(randomBytes bytes: [UInt8]) {
        precondition(bytes.count == 16, "a UUID is made from 16 bytes")
        let number = { (part: ArraySlice<UInt8>) in part.reduce(0 as UInt64) { $0 << 8 | UInt64($1) } }
        high = number(bytes[0..<8]) & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        low = number(bytes[8..<16]) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }

    /// From the form `urn:uuid:xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`, lower case, version 4; else nil.
    @inlinable public init?(urn text: some StringProtocol) {
        guard text.utf8.starts(with: "urn:uuid:".utf8) else { return nil }
        self.init(characters: Array(text.utf8.dropFirst(9)))
    }

    /// From the form `xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`, lower case, version 4; else nil.
    @inlinable public init?(_ text: some StringProtocol) { self.init(characters: Array(text.utf8)) }

    @usableFromInline init?(characters: [UInt8]) {
        guard characters.count == 36 else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        for place in 0..<36 {
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard characters[place] == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Hex.value(of: characters[place]) else { return nil }
            if place < 18 {
                words.high = words.high << 4 | UInt64(digit)
            } else {
                words.low = words.low << 4 | UInt64(digit)
            }
        }
        // The four bits of the version, and the two of the variant.
        guard words.high >> 12 & 15 == 4, words.low >> 62 == 2 else { return nil }
        (high, low) = words
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for word in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// As `xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.
    public var text: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (place, byte) in bytes.enumerated() {
            if place == 4 || place == 6 || place == 8 || place == 10 { text.append(UInt8(ascii: "-")) }
            Hex.append(CollectionOfOne(byte), to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// As `urn:uuid:xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.
    public var urn: String { "urn:uuid:" + text }

    public static func < (one: RandomUUID, other: RandomUUID) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }
}
