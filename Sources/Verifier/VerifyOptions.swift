public import Bytes
public import Hashing

/// What to check, and against what.
public struct VerifyOptions: Sendable {
    public var anchors: TrustAnchors
    /// Container, signatures and member digests only.
    public var quick: Bool
    /// Whether a bundle without a checked timestamp cannot be verified.
    public var requireTime: Bool
    /// Whether a signer whose revocation is not known cannot be verified.
    public var requireRevocation = false
    /// Files beside the bundle, by their names; empty when there are none.
    public var sidecars: [(name: String, bytes: [UInt8])] = []
    /// Digest of the whole file, which a renewal is over; nil when nobody needs it.
    public var fileDigest: SHA256Digest?
    /// Whether to be done once anything is wrong: for who asks for the status alone. It is the same.
    public var stopsAtFailure: Bool
    /// The verifier's own clock, for a caveat about times that lie ahead of it; nil when it is not asked.
    public var now: Timestamp?

    public init(
        anchors: TrustAnchors, quick: Bool = false, requireTime: Bool = false,
        stopsAtFailure: Bool = false, now: Timestamp? = nil
    ) {
        self.anchors = anchors
        self.quick = quick
        self.requireTime = requireTime
        self.stopsAtFailure = stopsAtFailure
        self.now = now
    }
}
