internal import CDeflate

/// A running CRC-32 as ZIP and gzip use it.
public struct CRC32: Sendable {
    public private(set) var value: UInt32 = 0

    public init() {}

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        value = unsafe libdeflate_crc32(value, bytes.baseAddress, bytes.count)
    }

    public mutating func update(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe update($0) } }
}
