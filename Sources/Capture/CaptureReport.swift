public import Evidence
public import Hashing

/// What became of a capture.
public struct CaptureReport: Sendable {
    /// The sealed bundle.
    public let path: String
    public let facts: CaptureFacts
    /// The timestamps over its signature.
    public let tokens: [TimestampToken]
    /// After how many seconds the server of the page asks to come back; nil when it does not.
    public let retryAfterSeconds: Int?
}
