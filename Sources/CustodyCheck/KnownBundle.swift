public import Hashing
public import Verifier

/// A bundle that lies beside a transcript.
public struct KnownBundle: Sendable {
    public let id: String
    /// The checkpoint that its own statement names.
    public let custody: String?
    /// Of the whole file.
    public let digest: SHA256Digest

    public init(id: String, custody: String?, digest: SHA256Digest) {
        self.id = id
        self.custody = custody
        self.digest = digest
    }

    /// What a verdict tells of a bundle, as far as a transcript is compared with it; nil where no bundle could be read.
    ///
    /// A derived bundle carries the statement of the capture, whose checkpoint tells of the original's beginning: the derived
    /// bundle has an id of its own, under which the log never had one.
    public init?(_ subject: Verdict.Subject, digest: SHA256Digest) {
        guard let id = subject.bundle else { return nil }
        self.init(
            id: id, custody: subject.derivation == nil ? subject.custody : nil, digest: digest)
    }
}
