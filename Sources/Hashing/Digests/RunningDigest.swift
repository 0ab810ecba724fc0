internal import COpenSSL

/// A running SHA-256 over bytes that arrive in pieces.
///
/// Owns one `EVP_MD_CTX`.
@safe public struct RunningDigest: ~Copyable, @unchecked Sendable {
    // Invariant of Sendable: the context has one owner, since the type cannot be copied.
    private let context: OpaquePointer

    private init(owning context: OpaquePointer) { unsafe self.context = context }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// A digest of nothing yet.
    ///
    /// The error queue is not cleared first: that would take longer than the digest of a line, and what an earlier
    /// call may have left there can only be told as a further reason of a failure.
    public static func sha256() throws(OpenSSLError) -> RunningDigest {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .drained(after: "EVP_MD_CTX_new") }
        let digest = unsafe RunningDigest(owning: context)
        guard unsafe EVP_DigestInit_ex(digest.context, SHA256Algorithm.shared.pointer, nil) == 1 else {
            throw .drained(after: "EVP_DigestInit_ex")
        }
        return digest
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) throws(OpenSSLError) {
        guard unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            throw .drained(after: "EVP_DigestUpdate")
        }
    }

    public mutating func update(_ bytes: Span<UInt8>) throws(OpenSSLError) {
        let status = unsafe bytes.withUnsafeBufferPointer {
            unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        guard status == 1 else { throw .drained(after: "EVP_DigestUpdate") }
    }

    public mutating func update(_ bytes: [UInt8]) throws(OpenSSLError) { try update(bytes.span) }

    /// Ends the digest; consuming, so that a finished context cannot be fed again.
    public consuming func finalize() throws(OpenSSLError) -> SHA256Digest {
        var value: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let status = unsafe withUnsafeMutableBytes(of: &value) { buffer in
            unsafe EVP_DigestFinal_ex(context, buffer.bindMemory(to: UInt8.self).baseAddress, nil)
        }
        guard status == 1 else { throw .drained(after: "EVP_DigestFinal_ex") }
        return SHA256Digest(bigEndianWords: value)
    }
}
