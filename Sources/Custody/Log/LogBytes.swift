import Hashing

/// Numbers and checks in the files of a log that are no tiles.
enum LogBytes {
    static let checkBytes = 8

    /// What ends a text, so that one that was written in part is told from a whole one.
    static func check(of bytes: [UInt8]) -> [UInt8] { Array(SHA256Digest.of(bytes).bytes.prefix(checkBytes)) }

    /// In eight bytes.
    static func bigEndian(_ value: Int) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// What eight bytes say; nil where that is no count.
    static func value(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.first.map { $0 < 0x80 } == true ? bytes.reduce(0) { $0 << 8 | Int($1) } : nil
    }
}
