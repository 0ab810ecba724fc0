public import Files

/// A file that goes into the payload of a handover.
public struct BagItem: Sendable {
    /// Where it comes from.
    public enum Source: Sendable {
        case bytes([UInt8])
        /// As large as it was when this was made; a file that changes stops the handover.
        case file(OpenFile)
    }

    /// As `BagPath` allows.
    public let path: String
    public let source: Source

    public init(_ path: String, _ source: Source) {
        self.path = path
        self.source = source
    }
}
