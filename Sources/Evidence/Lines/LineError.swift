/// A line of `records.jsonl` or `files.jsonl` that breaks the grammar of the bundle format, section 5.
public struct LineError: Error, Equatable, CustomStringConvertible {
    /// Bytes from the start of the line.
    public let offset: Int
    public let rule: String

    public var description: String { "byte \(offset) of the line: \(rule)" }
}
