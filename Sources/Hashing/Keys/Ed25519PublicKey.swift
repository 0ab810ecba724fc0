internal import COpenSSL

/// A key that signs notes of transparency logs (RFC 8032): 32 bytes.
public struct Ed25519PublicKey: Sendable, Equatable {
    public let bytes: [UInt8]

    /// Nil for another number of bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Whether `signature`, 64 bytes, is this key's over `message`.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) throws(OpenSSLError) -> Bool {
        guard signature.count == 64 else { return false }
        ERR_clear_error()
        guard let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
            throw .drained(after: "EVP_PKEY_new_raw_public_key")
        }
        defer { unsafe EVP_PKEY_free(key) }
        guard let context = unsafe EVP_MD_CTX_new() else { throw .drained(after: "EVP_MD_CTX_new") }
        defer {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
        return unsafe EVP_DigestVerify(context, signature, 64, message, message.count) == 1
    }
}
