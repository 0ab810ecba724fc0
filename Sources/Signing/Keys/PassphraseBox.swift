internal import COpenSSL
import Hashing

/// Contents that are encrypted with a passphrase: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2), then AES-256-GCM
/// (NIST SP 800-38D). 16 bytes of salt, 12 of nonce, the text, 16 of tag.
public enum PassphraseBox {
    private static let saltBytes = 16
    private static let nonceBytes = 12
    private static let tagBytes = 16

    /// The contents, sealed under a fresh salt and nonce.
    public static func seal(_ contents: [UInt8], _ passphrase: Passphrase) throws -> [UInt8] {
        let head = try SecureRandom.bytes(saltBytes + nonceBytes)
        return try head + run(contents, Array(head), passphrase, tag: nil)
    }

    /// The contents of what `seal` gave. Throws `KeyError.wrongPassphrase` for another passphrase, and for bytes that were changed.
    public static func open(_ sealed: [UInt8], _ passphrase: Passphrase) throws -> [UInt8] {
        let start = saltBytes + nonceBytes
        guard sealed.count >= start + tagBytes else { throw KeyError.wrongPassphrase }
        return try run(
            Array(sealed[start..<(sealed.count - tagBytes)]), Array(sealed[..<start]), passphrase,
            tag: Array(sealed.suffix(tagBytes)))
    }

    /// Encrypts, and appends the tag; or, with a tag, decrypts.
    private static func run(_ text: [UInt8], _ head: [UInt8], _ passphrase: Passphrase, tag: [UInt8]?) throws
        -> [UInt8]
    {
        ERR_clear_error()
        var key = [UInt8](repeating: 0, count: 32)
        defer { Passphrase.cleanse(&key) }
        let isDerived = unsafe passphrase.withTerminatedBytes { text in
            unsafe PKCS5_PBKDF2_HMAC(
                text, Int32(clamping: passphrase.count), head, Int32(saltBytes), Passphrase.rounds,
                EVP_sha256(), 32,
                &key)
        }
        guard isDerived == 1 else { throw OpenSSLError.drained(after: "PKCS5_PBKDF2_HMAC") }
        guard let context = unsafe EVP_CIPHER_CTX_new() else {
            throw OpenSSLError.drained(after: "EVP_CIPHER_CTX_new")
        }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        let nonce = Array(head[saltBytes...])
        guard unsafe EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, tag == nil ? 1 : 0) == 1
        else {
            throw OpenSSLError.drained(after: "EVP_CipherInit_ex")
        }
        var output = [UInt8](repeating: 0, count: text.count + 16)
        var count: Int32 = 0
        guard unsafe EVP_CipherUpdate(context, &output, &count, text, Int32(clamping: text.count)) == 1 else {
            throw OpenSSLError.drained(after: "EVP_CipherUpdate")
        }
        var mark = tag ?? [UInt8](repeating: 0, count: tagBytes)
        if tag != nil {
            guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagBytes), &mark) == 1
            else {
                throw OpenSSLError.drained(after: "EVP_CIPHER_CTX_ctrl")
            }
        }
        var rest: Int32 = 0
        guard unsafe EVP_CipherFinal_ex(context, &output[Int(count)], &rest) == 1 else {
            ERR_clear_error()
            throw KeyError.wrongPassphrase
        }
        output.removeSubrange(Int(count + rest)...)
        guard tag == nil else { return output }
        guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagBytes), &mark) == 1 else {
            throw OpenSSLError.drained(after: "EVP_CIPHER_CTX_ctrl")
        }
        return output + mark
    }
}
