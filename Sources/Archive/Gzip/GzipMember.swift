/// A gzip member as the bundle format has it (RFC 1952): no name, no time, one record inside.
public enum GzipMember {
    /// FLG 0, MTIME 0, XFL 0, OS 255.
    public static let header: [UInt8] = [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0xFF]
    /// CRC-32 and size after the compressed bytes.
    public static let trailerBytes = 8
    /// Header, an empty deflate stream and trailer.
    public static let minimumBytes = 20

    /// CRC-32 and ISIZE, little end first (RFC 1952, section 2.3.1).
    package static func trailer(crc: UInt32, bytes: Int) -> [UInt8] {
        littleEndian(crc) + littleEndian(UInt32(truncatingIfNeeded: bytes))
    }

    package static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
