import Bytes
import Hashing
import Signing

/// What is asked of a timestamp authority (RFC 3161, section 2.4.1): with a nonce, and for its certificate.
struct TimestampRequest {
    let algorithm: DigestAlgorithm
    let message: [UInt8]
    /// The contents of the policy's object identifier; nil for the authority's own choice.
    let policy: [UInt8]?
    /// The contents of the nonce's INTEGER.
    let nonce: [UInt8]
    let der: [UInt8]

    init(over message: [UInt8], _ algorithm: DigestAlgorithm, policy: [UInt8]?) throws(OpenSSLError) {
        self.algorithm = algorithm
        self.message = message
        self.policy = policy
        // 16 bytes, positive and never shorter.
        var random = try SecureRandom.bytes(16)
        random[0] = random[0] & 0x7F | 0x40
        nonce = random
        let name = DERText.element(0x06, algorithm.identifier) + [0x05, 0x00]
        let imprint =
            DERText.element(0x30, name) + DERText.element(0x04, try algorithm.digest(of: message))
        der = DERText.element(
            0x30,
            DERText.integer([1]) + DERText.element(0x30, imprint)
                + (policy.map { DERText.element(0x06, $0) } ?? []) + DERText.element(0x02, random)
                + DERText.element(0x01, [0xFF]))
    }
}
