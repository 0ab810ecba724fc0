/// A ZIP file that is not in the profile of the bundle format, section 2.
public struct ContainerError: Error, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// No end record at the end, though the file begins as a bundle does: a part of it is missing.
        case truncated = "zip.truncated"
        case notAContainer = "zip.not-a-container"
        case endRecord = "zip.end-record"
        case directory = "zip.directory"
        case localHeader = "zip.local-header"
        case layout = "zip.layout"
        case name = "zip.name"
        case tooLarge = "zip.too-large"
    }

    public let code: Code
    /// Bytes from the start of the file.
    public let offset: Int
    public let rule: String

    public init(_ code: Code, at offset: Int, _ rule: String) {
        self.code = code
        self.offset = offset
        self.rule = rule
    }

    public var description: String { "byte \(offset): \(rule)" }
}
