public import Bytes
public import Hashing
public import Signing

/// The officer's key, wherever it is, and certificate, ready to sign.
public struct OfficerIdentity: Sendable {
    private let signer: any StatementSigner
    public let certificate: Certificate
    /// Certificates of authorities that lead from it to an anchor; they go into every signature.
    public let chain: [Certificate]

    public init(signer: any StatementSigner, certificate: Certificate, chain: [Certificate] = []) {
        self.signer = signer
        self.certificate = certificate
        self.chain = chain
    }

    /// With a key that signs digests: in memory, on a token, elsewhere.
    public init(key: any DigestSigner, certificate: Certificate, chain: [Certificate] = []) {
        self.init(
            signer: DigestStatementSigner(key: key, certificate: certificate, chain: chain),
            certificate: certificate, chain: chain)
    }

    /// How long a certificate that `KeyFolder` makes is valid.
    public static let validDays = 3650

    /// A detached signature over `content` (CAdES-B-B).
    ///
    /// Throws `SealingError.signedByAnother` for a signature by another certificate than `certificate`, which every content names
    /// or is judged by: sealed, it would never verify.
    public func sign(_ content: [UInt8], at time: Timestamp) throws -> [UInt8] {
        guard SignableFormat.allows(content) else { throw SealingError.notSignable }
        let signature = try signer.signature(over: content, at: time)
        // What is put together here is made around `certificate`, and has been read again.
        if signer is DigestStatementSigner { return signature }
        guard try SignedData.read(signature).signer == certificate else {
            throw SealingError.signedByAnother
        }
        return signature
    }
}
