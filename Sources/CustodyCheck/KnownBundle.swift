public import Hashing

/// A bundle that lies beside a transcript.
public struct KnownBundle: Sendable {
    public let id: String
    /// The checkpoint that its statement names.
    public let custody: String?
    /// Of the whole file.
    public let digest: SHA256Digest

    public init(id: String, custody: String?, digest: SHA256Digest) {
        self.id = id
        self.custody = custody
        self.digest = digest
    }
}
