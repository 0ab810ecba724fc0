import Handshakes
import Hashing

/// The server's own signature over a handshake, verified anew.
enum HandshakeProof {
    /// Whether `key`, a SubjectPublicKeyInfo, made it.
    static func isValid(_ handshake: TLSHandshake, _ signature: TLSHandshake.Signature, key: [UInt8])
        throws(OpenSSLError) -> Bool
    {
        let signed: [UInt8]
        switch signature.proof {
        case .keyExchange(let bytes): signed = bytes
        case .transcript(let firstHello, let rest, let algorithm):
            let digest: DigestAlgorithm =
                switch algorithm {
                case .sha256: .sha256
                case .sha384: .sha384
                }
            var transcript = rest
            if let firstHello {
                // message_hash (RFC 8446, section 4.4.1)
                let hash = try digest.digest(of: firstHello)
                transcript = [0xFE, 0, 0, UInt8(hash.count)] + hash + rest
            }
            // Section 4.4.3
            signed =
                [UInt8](repeating: 0x20, count: 64) + Array("TLS 1.3, server CertificateVerify".utf8) + [0]
                + (try digest.digest(of: transcript))
        }
        return try ServerSignatureScheme.verifies(
            signature.value, of: signed, scheme: signature.scheme, spki: key,
            isTLS13: handshake.version == 0x0304)
    }
}
