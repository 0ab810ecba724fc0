/// Why a folder is no log, or one that cannot be written to, in plain English.
public struct LogFailure: Error, CustomStringConvertible {
    public enum Code: Sendable {
        case broken
        /// The entry or its details are too long.
        case tooLong
        /// The folder is a copy, or was put back from one.
        case copied
        /// The log has fewer entries than it was known to have.
        case behind
        /// The log is not the one that it was known to be.
        case rewritten
        /// The log's own entries do not allow it, or need what it would take away.
        case refused
        /// No more of them are kept.
        case full
    }

    public let code: Code
    public let description: String

    init(_ code: Code = .broken, _ description: String) {
        self.code = code
        self.description = description
    }
}
