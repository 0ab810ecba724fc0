import Bytes

/// A SHA-256 value (FIPS 180-4): 32 bytes, held in place.
public struct SHA256Digest: Sendable, Hashable {
    package let words: (UInt64, UInt64, UInt64, UInt64)

    /// From the four words as they lie in memory, each with its most significant byte first.
    init(bigEndianWords words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }

    /// From its 32 bytes; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (place, byte) in bytes.enumerated() { words[place / 8] = words[place / 8] << 8 | UInt64(byte) }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// From `sha256:` and 64 lower-case hexadecimal digits; nil for anything else.
    public init?(text: String) {
        guard text.utf8.starts(with: "sha256:".utf8), let bytes = Hex.decode(text.utf8.dropFirst(7)) else {
            return nil
        }
        self.init(bytes: bytes)
    }

    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hex.encode(bytes) }

    /// As `sha256:` and 64 lower-case hexadecimal digits.
    public var text: String { "sha256:" + hex }

    public static func == (one: SHA256Digest, other: SHA256Digest) -> Bool { one.words == other.words }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension SHA256Digest {
    /// The digest of all parts, one after the other.
    ///
    /// SHA-256 over memory cannot fail in a working libcrypto; one that does not work ends the process, since no
    /// evidence may be made or judged with it.
    public static func of(_ parts: [UInt8]...) -> SHA256Digest {
        do {
            var digest = try RunningDigest.sha256()
            for part in parts { try digest.update(part) }
            return try digest.finalize()
        } catch {
            fatalError("libcrypto cannot digest: \(error)")
        }
    }
}
