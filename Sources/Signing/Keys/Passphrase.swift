internal import COpenSSL

/// A passphrase in memory that is wiped when its last user lets go of it.
public final class Passphrase: @unchecked Sendable {
    // Invariant of Sendable: `bytes` is written in init and deinit only.
    private var bytes: [UInt8]

    /// How often PBKDF2 goes round when a key is derived from a passphrase.
    static let rounds: Int32 = 600_000

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    deinit { Self.cleanse(&bytes) }

    public var isEmpty: Bool { bytes.isEmpty }

    /// Characters, counted in bytes.
    public var count: Int { bytes.count }

    /// Whether both are the same, in a time that does not tell where they differ.
    public func matches(_ other: Passphrase) -> Bool {
        guard bytes.count == other.bytes.count else { return false }
        var difference: UInt8 = 0
        for (one, two) in zip(bytes, other.bytes) { difference |= one ^ two }
        return difference == 0
    }

    /// As libcrypto wants a string: ended by a zero byte, which no passphrase holds; wiped when `body` returns.
    func withTerminatedBytes<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        var copy = [UInt8]()
        copy.reserveCapacity(bytes.count + 1)
        copy += bytes
        copy.append(0)
        defer { Self.cleanse(&copy) }
        return unsafe copy.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { unsafe body($0.baseAddress) }
        }
    }

    /// For a pipe to a process of ours; the copy is wiped when `body` returns.
    package func withCopy(_ body: ([UInt8]) -> Void) {
        var copy = bytes
        body(copy)
        Self.cleanse(&copy)
    }

    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        unsafe bytes.withUnsafeBufferPointer { unsafe body($0) }
    }

    /// Overwrites secret bytes where they lie.
    public static func cleanse(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}
