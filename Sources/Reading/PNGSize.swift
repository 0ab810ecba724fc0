/// The size of a PNG image in pixels, from its first chunk (PNG 1.2, section 4.1.1).
public struct PNGSize: Sendable, Equatable {
    public let width: Int
    public let height: Int

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let first: [UInt8] = [0, 0, 0, 13] + Array("IHDR".utf8)

    /// Nil for what does not begin as a PNG image with a size.
    public init?(_ bytes: some Collection<UInt8>) {
        let start = Array(bytes.prefix(24))
        guard start.count == 24, start.starts(with: Self.signature + Self.first) else { return nil }
        width = start[16..<20].reduce(0) { $0 << 8 | Int($1) }
        height = start[20..<24].reduce(0) { $0 << 8 | Int($1) }
        guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height) else { return nil }
    }
}
