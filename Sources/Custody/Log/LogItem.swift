/// What is appended to a log: an entry, and what lies beside it and may be erased.
public struct LogItem: Sendable, Equatable {
    public let entry: [UInt8]
    /// Empty for nothing.
    public let details: [UInt8]

    public init(entry: [UInt8], details: [UInt8] = []) {
        self.entry = entry
        self.details = details
    }
}
