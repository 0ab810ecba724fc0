public import Bytes
public import Hashing
public import Signing

/// The officer's key and certificate, ready to sign.
public struct OfficerIdentity: Sendable {
    public let key: SigningKey
    public let certificate: Certificate
    /// Certificates of authorities that lead from it to an anchor; they go into every signature.
    public let chain: [Certificate]

    public init(key: SigningKey, certificate: Certificate, chain: [Certificate] = []) {
        self.key = key
        self.certificate = certificate
        self.chain = chain
    }

    /// How long a certificate that `KeyFolder` makes is valid.
    public static let validDays = 3650

    /// A detached signature over `content` (CAdES-B-B).
    public func sign(_ content: [UInt8], at time: Timestamp) throws -> [UInt8] {
        try CMSSignature.sign(content, key: key, certificate: certificate, chain: chain, at: time)
    }
}
