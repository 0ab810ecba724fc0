internal import COpenSSL
public import Hashing

/// The private key of a transparency log or a witness (RFC 8032), 32 bytes that are wiped when its last user lets go of it.
public final class Ed25519Key: @unchecked Sendable {
    // Invariant of Sendable: `seed` is written in init and deinit only.
    private var seed: [UInt8]
    public let publicKey: Ed25519PublicKey

    /// A fresh one.
    public static func generate() throws -> Ed25519Key {
        try Ed25519Key(seed: Array(SecureRandom.bytes(32)))
    }

    /// From its 32 bytes. Throws for any other number.
    public init(seed: [UInt8]) throws {
        ERR_clear_error()
        guard seed.count == 32,
            let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
        else { throw KeyError.notAKey }
        defer { unsafe EVP_PKEY_free(key) }
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        guard unsafe EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, count == 32,
            let publicKey = Ed25519PublicKey(bytes)
        else { throw OpenSSLError.drained(after: "EVP_PKEY_get_raw_public_key") }
        self.seed = seed
        self.publicKey = publicKey
    }

    deinit { Passphrase.cleanse(&seed) }

    /// Hands the 32 bytes to who keeps them.
    public func withSeed<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result { try body(seed) }

    /// 64 bytes over `message`.
    public func sign(_ message: [UInt8]) throws -> [UInt8] {
        ERR_clear_error()
        guard let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
            throw OpenSSLError.drained(after: "EVP_PKEY_new_raw_private_key")
        }
        defer { unsafe EVP_PKEY_free(key) }
        guard let context = unsafe EVP_MD_CTX_new() else {
            throw OpenSSLError.drained(after: "EVP_MD_CTX_new")
        }
        defer { unsafe EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: 64)
        var count = signature.count
        guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count == 64
        else { throw OpenSSLError.drained(after: "EVP_DigestSign") }
        return signature
    }
}
