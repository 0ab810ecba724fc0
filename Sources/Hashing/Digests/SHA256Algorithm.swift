internal import COpenSSL

/// OpenSSL's SHA-256, looked up once: each look-up by name takes longer than the digest of a short line.
@safe package struct SHA256Algorithm: @unchecked Sendable {
    // Invariant of Sendable: OpenSSL never changes a fetched algorithm, and it lives as long as the process.
    package let pointer: OpaquePointer?

    package static let shared: SHA256Algorithm = {
        // Nothing in the environment may change what a digest or signature is: OPENSSL_CONF is not read.
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
        return unsafe SHA256Algorithm(pointer: EVP_MD_fetch(nil, "SHA256", nil))
    }()
}
