internal import COpenSSL

/// ECDSA with SHA-256 as the AT Protocol has it: a compressed point, and r and s as 64 bytes with low s (atproto.com,
/// specification of cryptography).
public struct CompactSignatureKey: Sendable, Equatable {
    public enum Curve: Sendable {
        case p256, secp256k1

        /// SubjectPublicKeyInfo up to the point (RFC 5480, section 2).
        fileprivate var prefix: [UInt8] {
            switch self {
            case .p256:
                [
                    0x30, 0x39, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08,
                    0x2A, 0x86, 0x48,
                    0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x22, 0x00,
                ]
            case .secp256k1:
                [
                    0x30, 0x36, 0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x05,
                    0x2B, 0x81, 0x04,
                    0x00, 0x0A, 0x03, 0x22, 0x00,
                ]
            }
        }

        /// Half of the order of the group: s is not larger.
        fileprivate var half: [UInt8] {
            switch self {
            case .p256: ECDSASignature.halfOrder
            case .secp256k1:
                [0x7F] + [UInt8](repeating: 0xFF, count: 15)
                    + [
                        0x5D, 0x57, 0x6E, 0x73, 0x57, 0xA4, 0x50, 0x1D, 0xDF, 0xE9, 0x2F, 0x46, 0x68, 0x1B,
                        0x20, 0xA0,
                    ]
            }
        }
    }

    private let curve: Curve
    private let spki: [UInt8]

    /// Nil for what is no compressed point of 33 bytes.
    public init?(_ curve: Curve, point: [UInt8]) {
        guard point.count == 33, point[0] == 2 || point[0] == 3 else { return nil }
        self.curve = curve
        spki = curve.prefix + point
    }

    /// Whether `signature` is this key's over `message`; false for one with high s, and for a point that is not on the curve.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) throws(OpenSSLError) -> Bool {
        guard signature.count == 64, !curve.half.lexicographicallyPrecedes(signature[32...]) else {
            return false
        }
        let der = ECDSASignature.encode(signature[..<32], signature[32...])
        guard let context = unsafe EVP_MD_CTX_new() else { throw .drained(after: "EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        return unsafe spki.withUnsafeBufferPointer { buffer -> Bool in
            var start = buffer.baseAddress
            defer { ERR_clear_error() }
            guard let key = unsafe d2i_PUBKEY(nil, &start, buffer.count) else { return false }
            defer { unsafe EVP_PKEY_free(key) }
            guard unsafe EVP_DigestVerifyInit(context, nil, SHA256Algorithm.shared.pointer, nil, key) == 1
            else {
                return false
            }
            return unsafe EVP_DigestVerify(context, der, der.count, message, message.count) == 1
        }
    }
}
