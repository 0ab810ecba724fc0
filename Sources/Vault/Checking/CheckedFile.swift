/// What a check of the vault found of one bundle or file.
public struct CheckedFile: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        /// Its digest is not the one in the log, or the verifier does not find it as it was sealed.
        case changed
        /// The log has it; it is not there.
        case missing
        /// It is there; the log does not have it, or has it as disposed of.
        case surplus
        /// It is there and could not be read to its end, or could not be verified.
        case unread
        /// A sensitive exhibit that is not encrypted.
        case plain
        /// It is being made, or was left by what was interrupted.
        case unfinished
    }

    /// The file.
    public let path: String
    public let state: State
    /// What is to be said of it, in plain English; text from outside is in it as it is.
    public let words: String

    public init(path: String, state: State, words: String) {
        self.path = path
        self.state = state
        self.words = words
    }
}
