import Bytes

/// A SHA-256 value (FIPS 180-4): 32 bytes, held in place.
public struct SHA256Digest: Sendable, Hashable {
    package let words: (UInt64, UInt64, UInt64, UInt64)

    /// From the four words as they lie in memory, each with its most significant byte first.
    init(bigEndianWords words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }

    /// From its 32 bytes; nil for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        func word(_ start: Int) -> UInt64 {
            var value: UInt64 = 0
            for place in start..<start + 8 { value = value << 8 | UInt64(bytes[place]) }
            return value
        }
        words = (word(0), word(8), word(16), word(24))
    }

    /// From `sha256:` and 64 lower-case hexadecimal digits; nil for anything else.
    public init?(text: String) {
        var text = text
        let words = text.withUTF8 { utf8 -> (UInt64, UInt64, UInt64, UInt64)? in
            guard utf8.count == 71, unsafe utf8.starts(with: "sha256:".utf8) else { return nil }
            return unsafe Self.words(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[7...]))
        }
        guard let words else { return nil }
        self.words = words
    }

    /// From 64 lower-case hexadecimal digits; nil for anything else.
    public init?(hex digits: ArraySlice<UInt8>) {
        guard let words = unsafe digits.withUnsafeBytes({ unsafe Self.words($0) }) else { return nil }
        self.words = words
    }

    private static func words(_ digits: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64)? {
        guard digits.count == 64 else { return nil }
        func word(_ start: Int) -> UInt64? {
            unsafe Hex.word(UnsafeRawBufferPointer(rebasing: digits[start..<start + 16]))
        }
        guard let first = word(0), let second = word(16), let third = word(32), let fourth = word(48) else {
            return nil
        }
        return (first, second, third, fourth)
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
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
        surely { digest throws(OpenSSLError) in for part in parts { try digest.update(part) } }
    }

    /// The digest of a few bytes and what follows them, which is not copied.
    public static func of(_ first: [UInt8], _ rest: ArraySlice<UInt8>) -> SHA256Digest {
        surely { digest throws(OpenSSLError) in
            try digest.update(first)
            try digest.update(rest.span)
        }
    }

    /// The digest of bytes that lie somewhere in memory.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        surely { digest throws(OpenSSLError) in try unsafe digest.update(bytes) }
    }

    private static func surely(
        _ body: (inout RunningDigest) throws(OpenSSLError) -> Void
    ) -> SHA256Digest {
        do throws(OpenSSLError) {
            var digest = try RunningDigest.sha256()
            try body(&digest)
            return try digest.finalize()
        } catch {
            fatalError("libcrypto cannot digest: \(error)")
        }
    }
}
