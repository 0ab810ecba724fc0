import Hashing

/// The size that a PNG says it has (PNG, section 11.2.2).
struct PNGSize {
    let width: Int
    let height: Int

    init?(_ bytes: [UInt8]) {
        guard bytes.count > 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
        let number = { (place: Int) in bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        width = number(16)
        height = number(20)
    }
}

/// Digests as actions name them.
enum Digests {
    static func text(_ bytes: [UInt8]) -> String { SHA256Digest.of(bytes).text }
}
