internal import COpenSSL

/// Keys that may sign statements (bundle format, section 7): no other is strong enough, or known to stock tools.
public enum KeyKind: Sendable, Equatable {
    case p256, p384
    /// With so many bits, 2048 to 4096.
    case rsa(bits: Int)

    public var isRSA: Bool { if case .rsa = self { true } else { false } }

    /// The kind of a SubjectPublicKeyInfo; nil for any other, and for bytes that are none.
    public init?(spki: [UInt8]) {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let key = unsafe spki.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &start, buffer.count)
        }
        guard let key = unsafe key else { return nil }
        defer { unsafe EVP_PKEY_free(key) }
        if unsafe EVP_PKEY_is_a(key, "RSA") == 1 {
            let bits = Int(unsafe EVP_PKEY_get_bits(key))
            guard (2048...4096).contains(bits) else { return nil }
            self = .rsa(bits: bits)
            return
        }
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard unsafe EVP_PKEY_is_a(key, "EC") == 1,
            unsafe EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1
        else { return nil }
        switch String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) {
        case "prime256v1": self = .p256
        case "secp384r1": self = .p384
        default: return nil
        }
    }
}
