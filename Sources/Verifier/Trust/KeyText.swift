public import Hashing

/// Key digests as people compare them.
public enum KeyText {
    /// The first 64 bits in groups of four capitals: `1A2B-3C4D-5E6F-7081`.
    public static func short(_ digest: SHA256Digest) -> String {
        let digits = digest.hex.prefix(16).uppercased()
        return stride(from: 0, to: 16, by: 4).map { String(digits.dropFirst($0).prefix(4)) }.joined(
            separator: "-")
    }
}
