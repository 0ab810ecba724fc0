import Hashing

/// Digests for people.
enum DigestWords {
    /// Two lines of four groups of eight digits, for reading aloud.
    static func grouped(_ digest: SHA256Digest) -> [String] {
        let groups = stride(from: 0, to: 64, by: 8).map { digest.hex.dropFirst($0).prefix(8) }
        return [groups[..<4].joined(separator: " "), groups[4...].joined(separator: " ")]
    }
}
