public import Hashing

/// A page that a handover has under a name, and what it must be.
public struct KnownPage: Sendable {
    /// In the bag.
    public let path: String
    public let digest: SHA256Digest

    public init(path: String, digest: SHA256Digest) {
        self.path = path
        self.digest = digest
    }
}
