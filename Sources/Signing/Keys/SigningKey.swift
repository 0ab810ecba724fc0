internal import COpenSSL
public import Hashing

/// A private key on P-256. Owns one `EVP_PKEY`, whose secret libcrypto wipes when it is freed.
@safe public final class SigningKey: @unchecked Sendable {
    // Invariant of Sendable: the key is never changed after init; libcrypto signs with one key from several threads.
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// A fresh one.
    public static func generateP256() throws(OpenSSLError) -> SigningKey {
        ERR_clear_error()
        _ = SHA256Algorithm.shared
        guard let pointer = unsafe exhibit_generate_p256() else { throw .drained(after: "EVP_EC_gen") }
        return unsafe SigningKey(owning: pointer)
    }

    /// Reads an encrypted PKCS#8 key in PEM.
    ///
    /// Throws `.wrongPassphrase` when the passphrase does not open it, `.notAKey` when it is no such file.
    public static func opening(_ pem: [UInt8], with passphrase: Passphrase) throws(KeyError) -> SigningKey {
        guard let text = String(validating: pem, as: UTF8.self),
            text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        else { throw .notAKey }
        do {
            let bio = try MemoryBIO.holding(pem)
            ERR_clear_error()
            let pointer = unsafe passphrase.withBytes { secret in
                var secret = unsafe PassphraseForCallback(start: secret.baseAddress, count: secret.count)
                return unsafe withUnsafeMutablePointer(to: &secret) {
                    unsafe PEM_read_bio_PrivateKey(bio.pointer, nil, givePassphrase, $0)
                }
            }
            guard let pointer = unsafe pointer else {
                ERR_clear_error()
                throw KeyError.wrongPassphrase
            }
            let key = unsafe SigningKey(owning: pointer)
            guard unsafe EVP_PKEY_is_a(pointer, "EC") == 1 else { throw KeyError.notAKey }
            return key
        } catch let error as KeyError {
            throw error
        } catch let error as OpenSSLError {
            throw .openSSL(error)
        } catch {
            throw .notAKey
        }
    }

    /// The key as PKCS#8 in PEM, encrypted with AES-256-CBC under a key that PBKDF2 derives with HMAC-SHA-256 in
    /// 600,000 rounds.
    public func encryptedPEM(with passphrase: Passphrase) throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        let salt = try SecureRandom.bytes(16)
        guard let information = unsafe EVP_PKEY2PKCS8(pointer) else {
            throw .drained(after: "EVP_PKEY2PKCS8")
        }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
        let algorithm = unsafe salt.withUnsafeBufferPointer { salt in
            unsafe PKCS5_pbe2_set_iv(
                EVP_aes_256_cbc(), 600_000, UnsafeMutablePointer(mutating: salt.baseAddress),
                Int32(salt.count), nil,
                NID_hmacWithSHA256)
        }
        guard let algorithm = unsafe algorithm else { throw .drained(after: "PKCS5_pbe2_set_iv") }
        let encrypted = unsafe passphrase.withBytes { secret in
            unsafe secret.withMemoryRebound(to: CChar.self) { secret in
                unsafe PKCS8_set0_pbe(secret.baseAddress, Int32(secret.count), information, algorithm)
            }
        }
        guard let encrypted = unsafe encrypted else {
            unsafe X509_ALGOR_free(algorithm)
            throw .drained(after: "PKCS8_set0_pbe")
        }
        defer { unsafe X509_SIG_free(encrypted) }  // frees the algorithm too
        let bio = try MemoryBIO.empty()
        guard unsafe PEM_write_bio_PKCS8(bio.pointer, encrypted) == 1 else {
            throw .drained(after: "PEM_write_bio_PKCS8")
        }
        return bio.contents
    }

    /// The private key as DER, unencrypted: only for throw-away keys that never leave this process.
    package func privateDER() throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        var der: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_PrivateKey(pointer, &der)
        guard count > 0, let bytes = unsafe der else { throw .drained(after: "i2d_PrivateKey") }
        defer { unsafe CRYPTO_clear_free(bytes, Int(count), #file, #line) }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    public func publicKey() throws(OpenSSLError) -> PublicKey {
        ERR_clear_error()
        var der: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_PUBKEY(pointer, &der)
        guard count > 0, let der = unsafe der else { throw .drained(after: "i2d_PUBKEY") }
        defer { unsafe CRYPTO_free(der, #file, #line) }
        return PublicKey(trustedSPKI: unsafe Array(UnsafeBufferPointer(start: der, count: Int(count))))
    }

    /// ECDSA with SHA-256 over `message`: DER, with the lower of the two possible values of s, so that nobody can make
    /// another valid signature from it.
    public func sign(_ message: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        guard let context = unsafe EVP_MD_CTX_new() else { throw .drained(after: "EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestSignInit(context, nil, SHA256Algorithm.shared.pointer, nil, pointer) == 1
        else {
            throw .drained(after: "EVP_DigestSignInit")
        }
        var count = 256
        var signature = [UInt8](repeating: 0, count: count)
        guard unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else {
            throw .drained(after: "EVP_DigestSign")
        }
        return try ECDSASignature.lowS(Array(signature[..<count]))
    }
}

/// Where a passphrase lies while libcrypto asks for it.
@unsafe private struct PassphraseForCallback {
    let start: UnsafePointer<UInt8>?
    let count: Int
}

private func givePassphrase(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _ writing: Int32,
    _ argument: UnsafeMutableRawPointer?
) -> Int32 {
    guard let buffer = unsafe buffer, let argument = unsafe argument else { return -1 }
    let secret = unsafe argument.assumingMemoryBound(to: PassphraseForCallback.self).pointee
    guard let start = unsafe secret.start, unsafe secret.count <= Int(size) else { return -1 }
    unsafe UnsafeMutableRawPointer(buffer).copyMemory(from: start, byteCount: secret.count)
    return Int32(unsafe secret.count)
}
