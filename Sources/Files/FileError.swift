import Glibc

/// A file operation that the system refused.
public struct FileError: Error, Equatable, CustomStringConvertible {
    /// What was tried, as `open`.
    public let operation: String
    public let path: String
    /// The system's number for the cause, as `ENOSPC`.
    public let number: Int32

    public init(_ operation: String, _ path: String, number: Int32) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    /// An error with the calling thread's `errno`.
    public init(_ operation: String, _ path: String) { self.init(operation, path, number: errno) }

    /// Whether the disk, or what this user may store, is full.
    public var isDiskFull: Bool { number == ENOSPC || number == EDQUOT }

    /// The system's words for the cause, with a lower-case first letter.
    public var cause: String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        let words = unsafe String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    public var description: String { "\(path): cannot \(operation): \(cause)" }
}
