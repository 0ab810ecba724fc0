public import Bytes
import Hashing
import Signing

/// Who makes the officer's signature over a content of the format.
public protocol StatementSigner: Sendable {
    /// A detached signature (CAdES-B-B) in DER. Blocks the calling thread.
    func signature(over content: [UInt8], at time: Timestamp) throws -> [UInt8]
}

/// A key that signs digests.
struct DigestStatementSigner: StatementSigner {
    let key: any DigestSigner
    let certificate: Certificate
    let chain: [Certificate]

    func signature(over content: [UInt8], at time: Timestamp) throws -> [UInt8] {
        try CMSSignature.sign(content, by: key, certificate: certificate, chain: chain, at: time)
    }
}
