public import Evidence

/// What became of a capture.
public struct CaptureReport: Sendable {
    /// The sealed bundle.
    public let path: String
    public let facts: CaptureFacts
}
