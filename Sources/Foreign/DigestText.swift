import Bytes

/// A digest as other makers write it: `label:value`, in hexadecimal or base 32, in any case, with padding or without.
struct DigestText {
    let algorithm: LegacyDigest.Algorithm
    private let value: String

    /// Nil for a label that is not known, or none.
    init?(_ text: String) {
        let halves = text.split(separator: ":", maxSplits: 1)
        guard halves.count == 2, let algorithm = LegacyDigest.Algorithm(label: halves[0]) else { return nil }
        self.algorithm = algorithm
        value = halves[1].lowercased().filter { $0 != "=" && $0 != " " }
    }

    /// Whether this is the value of these bytes.
    func matches(_ digest: [UInt8]) -> Bool { value == Hex.encode(digest) || value == Self.base32(digest) }

    /// RFC 4648, section 6, in lower case and without padding.
    private static func base32(_ bytes: [UInt8]) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var text: [UInt8] = []
        var held = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(letters[held >> bits & 31])
            }
            held &= (1 << bits) - 1
        }
        if bits > 0 { text.append(letters[held << (5 - bits) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}
