public import Hashing

/// Whoever holds a private key and signs digests with it: a file, a token, a service elsewhere.
///
/// It sees nothing but the digest, so that a key may live where evidence must not go.
public protocol DigestSigner: Sendable {
    /// The SubjectPublicKeyInfo in DER, of a P-256, P-384 or RSA key of 2048 to 4096 bits.
    var spki: [UInt8] { get throws }

    /// ECDSA as DER, or RSA PKCS#1 v1.5, over a SHA-256 digest. Blocks the calling thread.
    func sign(_ digest: SHA256Digest) throws -> [UInt8]
}
