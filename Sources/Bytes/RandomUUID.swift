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
    public init?(urn text: some StringProtocol) {
        guard text.utf8.starts(with: "urn:uuid:".utf8) else { return nil }
        self.init(text.dropFirst(9))
    }

    /// From the form `xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`, lower case, version 4; else nil.
    public init?(_ text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        var digits: [UInt8] = []
        digits.reserveCapacity(32)
        for (place, character) in characters.enumerated() {
            if [8, 13, 18, 23].contains(place) {
                guard character == UInt8(ascii: "-") else { return nil }
            } else {
                digits.append(character)
            }
        }
        guard let bytes = Hex.decode(digits) else { return nil }
        self.init(randomBytes: bytes)
        guard self.bytes == bytes else { return nil }
    }

    public var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    /// As `xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.
    public var text: String {
        let digits = Array(Hex.encode(bytes).utf8)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return parts.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
    }

    /// As `urn:uuid:xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.
    public var urn: String { "urn:uuid:" + text }

    public static func < (one: RandomUUID, other: RandomUUID) -> Bool {
        (one.high, one.low) < (other.high, other.low)
    }
}
