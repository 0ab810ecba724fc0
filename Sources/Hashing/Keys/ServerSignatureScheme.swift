internal import COpenSSL

/// Signatures by which servers sign handshakes (RFC 8446, section 4.2.3). SHA-1 and MD5 are none.
public enum ServerSignatureScheme {
    private enum Padding { case none, pkcs1, pss }

    /// The digest, the padding and the kind of key; Ed25519 has no digest of its own.
    private static func parts(_ scheme: Int, isTLS13: Bool) -> (bits: Int?, padding: Padding, kind: String)? {
        switch scheme {
        case 0x0403: (256, .none, "EC")
        case 0x0503: (384, .none, "EC")
        case 0x0603: (512, .none, "EC")
        case 0x0804: (256, .pss, "RSA")
        case 0x0805: (384, .pss, "RSA")
        case 0x0806: (512, .pss, "RSA")
        case 0x0809: (256, .pss, "RSA-PSS")
        case 0x080A: (384, .pss, "RSA-PSS")
        case 0x080B: (512, .pss, "RSA-PSS")
        case 0x0807: (nil, .none, "ED25519")
        case 0x0401 where !isTLS13: (256, .pkcs1, "RSA")
        case 0x0501 where !isTLS13: (384, .pkcs1, "RSA")
        case 0x0601 where !isTLS13: (512, .pkcs1, "RSA")
        default: nil
        }
    }

    /// Whether a server's signature under this scheme proves anything today.
    public static func isKnown(_ scheme: Int, isTLS13: Bool) -> Bool {
        parts(scheme, isTLS13: isTLS13) != nil
    }

    private static func digest(_ bits: Int?) -> OpaquePointer? {
        switch bits {
        case 256: unsafe EVP_sha256()
        case 384: unsafe EVP_sha384()
        case 512: unsafe EVP_sha512()
        default: nil
        }
    }

    /// Whether `signature` is valid over `message` under a SignatureScheme, by the key of a SubjectPublicKeyInfo.
    ///
    /// PSS with a salt as long as the digest. False for a scheme that is not known, or not one of this key.
    public static func verifies(
        _ signature: [UInt8], of message: [UInt8], scheme: Int, spki: [UInt8], isTLS13: Bool
    ) throws(OpenSSLError) -> Bool {
        ERR_clear_error()
        defer { ERR_clear_error() }
        _ = SHA256Algorithm.shared
        guard let (bits, padding, kind) = parts(scheme, isTLS13: isTLS13) else { return false }
        let key = unsafe spki.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &start, buffer.count)
        }
        guard let key = unsafe key else { return false }
        defer { unsafe EVP_PKEY_free(key) }
        guard unsafe EVP_PKEY_is_a(key, kind) == 1, let context = unsafe EVP_MD_CTX_new() else {
            return false
        }
        defer { unsafe EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?  // stays the context's
        guard unsafe EVP_DigestVerifyInit(context, &parameters, digest(bits), nil, key) == 1 else {
            return false
        }
        if padding == .pss {
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1
            else { return false }
        }
        return unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
