internal import COpenSSL
import Hashing

/// AES-256-GCM over contents that arrive in pieces (NIST SP 800-38D). Owns one `EVP_CIPHER_CTX`.
@safe struct GCMCipher: ~Copyable, @unchecked Sendable {
    // Invariant of Sendable: the context has one owner, since the type cannot be copied.
    static let keyBytes = 32
    static let nonceBytes = 12
    static let tagBytes = 16

    private let context: OpaquePointer

    private init(owning context: OpaquePointer) { unsafe self.context = context }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// One that encrypts, or decrypts.
    static func running(key: [UInt8], nonce: [UInt8], encrypts: Bool) throws(OpenSSLError) -> GCMCipher {
        ERR_clear_error()
        _ = SHA256Algorithm.shared
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .drained(after: "EVP_CIPHER_CTX_new") }
        let cipher = unsafe GCMCipher(owning: context)
        guard key.count == keyBytes, nonce.count == nonceBytes,
            unsafe EVP_CipherInit_ex(cipher.context, EVP_aes_256_gcm(), nil, key, nonce, encrypts ? 1 : 0)
                == 1
        else { throw .drained(after: "EVP_CipherInit_ex") }
        return cipher
    }

    /// Turns the first `count` bytes into their counterparts, where they lie.
    mutating func transform(_ bytes: inout [UInt8], count: Int) throws(OpenSSLError) {
        var done: Int32 = 0
        let status = unsafe bytes.withUnsafeMutableBufferPointer {
            // GCM is a stream: the same place may be read and written.
            unsafe EVP_CipherUpdate(
                context, $0.baseAddress, &done, $0.baseAddress, Int32(clamping: min(count, $0.count)))
        }
        guard status == 1, done == count else { throw .drained(after: "EVP_CipherUpdate") }
    }

    /// Ends what was encrypted, and gives its tag.
    consuming func tag() throws(OpenSSLError) -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: Self.tagBytes)
        var count: Int32 = 0
        var tag = [UInt8](repeating: 0, count: Self.tagBytes)
        guard unsafe EVP_CipherFinal_ex(context, &rest, &count) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagBytes), &tag) == 1
        else { throw .drained(after: "EVP_CIPHER_CTX_ctrl") }
        return tag
    }

    /// Ends what was decrypted; whether it has this tag, without which it is worth nothing.
    consuming func hasTag(_ tag: [UInt8]) -> Bool {
        guard tag.count == Self.tagBytes else { return false }
        var tag = tag
        var rest = [UInt8](repeating: 0, count: Self.tagBytes)
        var count: Int32 = 0
        defer { ERR_clear_error() }
        return unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagBytes), &tag) == 1
            && EVP_CipherFinal_ex(context, &rest, &count) == 1
    }
}
