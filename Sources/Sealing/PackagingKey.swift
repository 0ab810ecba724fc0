import Bytes
import Evidence
public import Hashing
import Signing

/// The key of one bundle: it lives in memory only, and is wiped when its last user lets go of it.
public struct PackagingKey: Sendable {
    let key: SigningKey
    public let publicKey: PublicKey

    /// A fresh one.
    public init() throws {
        key = try SigningKey.generateP256()
        publicKey = try key.publicKey()
    }

    func checkpoint(_ head: TreeHead, of bundle: RandomUUID) throws -> SealingMode.Checkpoint {
        SealingMode.Checkpoint(
            head: head, signature: try key.sign(SealingMode.Checkpoint.signedBytes(head, of: bundle)))
    }
}
