internal import COpenSSL

/// A public key as its SubjectPublicKeyInfo in DER (RFC 5280, section 4.1.2.7).
public struct PublicKey: Sendable, Hashable {
    public let spki: [UInt8]

    package init(trustedSPKI spki: [UInt8]) { self.spki = spki }

    /// From outside; throws unless the bytes are exactly one key's canonical DER.
    public init(spki: [UInt8]) throws(OpenSSLError) {
        self.spki = spki
        let same = try unsafe withKey { key in
            var der: UnsafeMutablePointer<UInt8>?
            let count = unsafe i2d_PUBKEY(key, &der)
            defer { unsafe CRYPTO_free(der, #file, #line) }
            return unsafe count > 0 && Array(UnsafeBufferPointer(start: der, count: Int(count))) == spki
        }
        guard same else {
            throw OpenSSLError(call: "d2i_PUBKEY", reasons: ["not the canonical form of a key"])
        }
    }

    /// Digest of the SubjectPublicKeyInfo, by which a key is pinned.
    public var digest: SHA256Digest { SHA256Digest.of(spki) }

    /// Whether this is an elliptic-curve key on P-256.
    public func isP256() throws(OpenSSLError) -> Bool {
        try unsafe withKey { unsafe Self.isP256($0) }
    }

    private static func isP256(_ key: OpaquePointer) -> Bool {
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard unsafe EVP_PKEY_is_a(key, "EC") == 1,
            unsafe EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1
        else {
            ERR_clear_error()
            return false
        }
        return name.prefix(length).map { UInt8(bitPattern: $0) } == Array("prime256v1".utf8)
    }

    /// Whether `signature` is the canonical ECDSA signature (DER, low s) with SHA-256 over `message` by this P-256 key.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) throws(OpenSSLError) -> Bool {
        guard ECDSASignature.isCanonical(signature) else { return false }
        guard let context = unsafe EVP_MD_CTX_new() else { throw .drained(after: "EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        return try unsafe withKey { key in
            guard unsafe Self.isP256(key),
                unsafe EVP_DigestVerifyInit(context, nil, SHA256Algorithm.shared.pointer, nil, key) == 1
            else { return false }
            let status = unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count)
            ERR_clear_error()
            return status == 1
        }
    }

    private func withKey<Result>(_ body: (OpaquePointer) -> Result) throws(OpenSSLError) -> Result {
        ERR_clear_error()
        let key = unsafe spki.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var start = buffer.baseAddress
            guard let key = unsafe d2i_PUBKEY(nil, &start, buffer.count) else { return nil }
            guard unsafe start == buffer.baseAddress.map({ unsafe $0 + buffer.count }) else {
                unsafe EVP_PKEY_free(key)
                return nil
            }
            return unsafe key
        }
        guard let key = unsafe key else { throw .drained(after: "d2i_PUBKEY") }
        defer { unsafe EVP_PKEY_free(key) }
        return unsafe body(key)
    }
}
