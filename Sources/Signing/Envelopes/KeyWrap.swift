internal import COpenSSL
import Hashing

/// A content key in the form that only the holder of a private key can undo: RSAES-OAEP with SHA-256 (RFC 8017, section 7.1), or a
/// key agreement on P-256 or P-384 and AES key wrap (RFC 5753, section 3.1; RFC 3394).
enum KeyWrap {
    /// What AES key wrap adds.
    private static let wrapBytes = 8

    // MARK: RSA

    static func encrypt(_ key: [UInt8], toRSA certificate: Certificate) throws(OpenSSLError) -> [UInt8] {
        let owner = try X509Owner.reading(certificate.der)
        // The key stays the certificate's.
        return try unsafe oaep(X509_get0_pubkey(owner.pointer), key, encrypts: true)
    }

    /// Nil when the key does not open it.
    static func decrypt(_ wrapped: [UInt8], withRSA key: SigningKey) -> [UInt8]? {
        defer { ERR_clear_error() }
        return try? unsafe oaep(key.pointer, wrapped, encrypts: false)
    }

    private static func oaep(_ key: OpaquePointer?, _ input: [UInt8], encrypts: Bool) throws(OpenSSLError)
        -> [UInt8]
    {
        ERR_clear_error()
        guard let context = unsafe EVP_PKEY_CTX_new(key, nil) else {
            throw .drained(after: "EVP_PKEY_CTX_new")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let begun = unsafe encrypts ? EVP_PKEY_encrypt_init(context) : EVP_PKEY_decrypt_init(context)
        guard begun == 1, unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1
        else { throw .drained(after: "EVP_PKEY_CTX_set_rsa_padding") }
        var count = Int(unsafe EVP_PKEY_get_size(key))
        var output = [UInt8](repeating: 0, count: count)
        defer { Passphrase.cleanse(&output) }
        let status =
            unsafe encrypts
            ? EVP_PKEY_encrypt(context, &output, &count, input, input.count)
            : EVP_PKEY_decrypt(context, &output, &count, input, input.count)
        guard status == 1 else { throw .drained(after: "EVP_PKEY_encrypt") }
        return Array(output.prefix(count))
    }

    // MARK: Key agreement

    /// Wraps under what this key and the certificate's agree on.
    static func wrap(_ key: [UInt8], by sender: SigningKey, toEC certificate: Certificate)
        throws(OpenSSLError)
        -> [UInt8]
    {
        var secret = try agreed(sender, spki: certificate.spki)
        defer { Passphrase.cleanse(&secret) }
        guard let wrapped = aesWrap(key, under: secret, wraps: true) else {
            throw .drained(after: "EVP_aes_256_wrap")
        }
        return wrapped
    }

    /// Nil when the key does not open it; `spki` is the sender's.
    static func unwrap(_ wrapped: [UInt8], with key: SigningKey, spki: [UInt8]) -> [UInt8]? {
        guard wrapped.count == GCMCipher.keyBytes + wrapBytes, let own = try? key.spki,
            KeyKind(spki: own) == KeyKind(spki: spki), var secret = try? agreed(key, spki: spki)
        else { return nil }
        defer { Passphrase.cleanse(&secret) }
        return aesWrap(wrapped, under: secret, wraps: false)
    }

    /// The key that both sides derive: ANSI X9.63 with SHA-256, of which one block is enough.
    private static func agreed(_ key: SigningKey, spki: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        let peer = unsafe spki.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &start, buffer.count)
        }
        guard let peer = unsafe peer else { throw .drained(after: "d2i_PUBKEY") }
        defer { unsafe EVP_PKEY_free(peer) }
        guard let context = unsafe EVP_PKEY_CTX_new(key.pointer, nil) else {
            throw .drained(after: "EVP_PKEY_CTX_new")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var count = 66
        var shared = [UInt8](repeating: 0, count: count)
        defer { Passphrase.cleanse(&shared) }
        guard unsafe EVP_PKEY_derive_init(context) == 1, unsafe EVP_PKEY_derive_set_peer(context, peer) == 1,
            unsafe EVP_PKEY_derive(context, &shared, &count) == 1
        else { throw .drained(after: "EVP_PKEY_derive") }
        var block = Array(shared.prefix(count))
        defer { Passphrase.cleanse(&block) }
        return SHA256Digest.of(block, [0, 0, 0, 1], EnvelopeForm.sharedInformation).bytes
    }

    private static func aesWrap(_ input: [UInt8], under key: [UInt8], wraps: Bool) -> [UInt8]? {
        ERR_clear_error()
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        unsafe EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        var output = [UInt8](repeating: 0, count: input.count + 2 * wrapBytes)
        defer { Passphrase.cleanse(&output) }
        var count: Int32 = 0
        guard unsafe EVP_CipherInit_ex(context, EVP_aes_256_wrap(), nil, key, nil, wraps ? 1 : 0) == 1,
            unsafe EVP_CipherUpdate(context, &output, &count, input, Int32(clamping: input.count)) == 1
        else {
            if !wraps { ERR_clear_error() }
            return nil
        }
        return Array(output.prefix(Int(count)))
    }
}
