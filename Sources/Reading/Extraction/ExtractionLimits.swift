/// What an extraction may write: a small file can be made to hold far more than any disk.
public struct ExtractionLimits: Sendable {
    /// Of all files together.
    public var totalBytes: Int
    /// Of one body when its content coding is undone.
    public var decodedBytes: Int

    public init(totalBytes: Int = 16 << 30, decodedBytes: Int = 1 << 30) {
        self.totalBytes = totalBytes
        self.decodedBytes = decodedBytes
    }
}
