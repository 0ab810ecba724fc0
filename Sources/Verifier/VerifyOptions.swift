/// What to check, and against what.
public struct VerifyOptions: Sendable {
    public var anchors: TrustAnchors
    /// Container, signatures and member digests only.
    public var quick: Bool
    /// Whether a bundle without a checked timestamp cannot be verified.
    public var requireTime: Bool

    public init(anchors: TrustAnchors, quick: Bool = false, requireTime: Bool = false) {
        self.anchors = anchors
        self.quick = quick
        self.requireTime = requireTime
    }
}
