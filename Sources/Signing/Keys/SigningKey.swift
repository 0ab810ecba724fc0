internal import COpenSSL
public import Hashing

/// A private key in memory. Owns one `EVP_PKEY`, whose secret libcrypto wipes when it is freed.
@safe public final class SigningKey: DigestSigner, @unchecked Sendable {
    // Invariant of Sendable: the key is never changed after init; libcrypto signs with one key from several threads.
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// A fresh one on P-256.
    public static func generateP256() throws(OpenSSLError) -> SigningKey { try generate(.p256) }

    /// A fresh one.
    public static func generate(_ kind: KeyKind) throws(OpenSSLError) -> SigningKey {
        ERR_clear_error()
        _ = SHA256Algorithm.shared
        let pointer =
            switch kind {
            case .p256: unsafe exhibit_generate_ec("P-256")
            case .p384: unsafe exhibit_generate_ec("P-384")
            case .rsa(let bits): unsafe exhibit_generate_rsa(bits)
            }
        guard let pointer = unsafe pointer else { throw .drained(after: "EVP_PKEY_generate") }
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
            guard KeyKind(spki: try key.spki) != nil else { throw KeyError.notAKey }
            return key
        } catch let error as KeyError {
            throw error
        } catch let error as OpenSSLError {
            throw .openSSL(error)
        } catch {
            throw .notAKey
        }
    }

    /// Opens a PKCS#12 file: the key, its certificate, and the certificates above it.
    ///
    /// Files of current tools (PBES2 with AES) are opened; those with RC2 or 40-bit keys are not, since OpenSSL 3 does
    /// not read them. Throws as `opening` does.
    public static func openingPKCS12(_ der: [UInt8], with passphrase: Passphrase) throws(KeyError) -> (
        key: SigningKey, certificate: Certificate, chain: [Certificate]
    ) {
        do {
            ERR_clear_error()
            _ = SHA256Algorithm.shared
            let file = unsafe der.withUnsafeBufferPointer { buffer in
                var start = buffer.baseAddress
                return unsafe d2i_PKCS12(nil, &start, buffer.count)
            }
            guard let file = unsafe file else { throw KeyError.notAKey }
            defer { unsafe PKCS12_free(file) }
            var key: OpaquePointer?
            var leaf: OpaquePointer?
            var others: OpaquePointer?
            let status = unsafe passphrase.withTerminatedBytes { secret in
                unsafe PKCS12_parse(file, secret, &key, &leaf, &others)
            }
            defer { unsafe exhibit_certificates_free(others) }
            guard status == 1 else {
                ERR_clear_error()
                throw KeyError.wrongPassphrase
            }
            let owned = unsafe key.map { unsafe SigningKey(owning: $0) }
            let certificate = try unsafe leaf.map { try Certificate(der: unsafe X509Owner(owning: $0).der()) }
            guard let owned, let certificate, KeyKind(spki: try owned.spki) != nil,
                try owned.spki == certificate.spki
            else { throw KeyError.notAKey }
            var chain: [Certificate] = []
            for index in 0..<max(0, min(20, unsafe exhibit_certificates_count(others))) {
                guard let one = unsafe exhibit_certificates_at(others, index), unsafe X509_up_ref(one) == 1
                else { continue }
                chain.append(try Certificate(der: unsafe X509Owner(owning: one).der()))
            }
            return (owned, certificate, chain)
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
                EVP_aes_256_cbc(), Passphrase.rounds, UnsafeMutablePointer(mutating: salt.baseAddress),
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

    public var spki: [UInt8] { get throws { try publicKey().spki } }

    /// ECDSA as DER, or RSA PKCS#1 v1.5, over a SHA-256 digest.
    public func sign(_ digest: SHA256Digest) throws -> [UInt8] {
        ERR_clear_error()
        guard let context = unsafe EVP_PKEY_CTX_new(pointer, nil) else {
            throw OpenSSLError.drained(after: "EVP_PKEY_CTX_new")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_sign_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1
        else { throw OpenSSLError.drained(after: "EVP_PKEY_sign_init") }
        var count = Int(unsafe EVP_PKEY_get_size(pointer))
        var signature = [UInt8](repeating: 0, count: count)
        guard unsafe EVP_PKEY_sign(context, &signature, &count, digest.bytes, 32) == 1 else {
            throw OpenSSLError.drained(after: "EVP_PKEY_sign")
        }
        return Array(signature.prefix(count))
    }

    /// ECDSA with SHA-256 over `message` by a key on P-256: DER, with the lower of the two possible values of s, so that nobody can make
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
