public import Files

/// Why a bundle cannot be written, sealed or recovered.
public enum SealingError: Error, Equatable, CustomStringConvertible {
    /// The officer's key signs contents of the format and nothing else.
    case notSignable
    /// The signature that was made names another certificate than the officer's.
    case signedByAnother
    /// A record's header would hold a value that the format does not allow; nothing was written.
    case valueNotAllowed(field: String)
    /// The system refused a write; what was whole by then stays in the partial file.
    case stopped(cause: FileError, partial: String)
    /// An earlier write failed, so that nothing more can be appended.
    case broken
    case tooManyRecords
    /// The journal on disk is not what was written to it.
    case journalChanged(path: String)
    /// A capture of this name died, and was not recovered yet.
    case unfinished(path: String)
    /// There is a container, but the journal that belongs to it is gone.
    case noJournal(path: String)
    /// There is nothing that a capture left.
    case nothingLeft(path: String)
    /// Another file than the one that is to be sealed has the bundle's name.
    case nameTaken(path: String, partial: String)
    /// Another process is writing this bundle.
    case inUse(path: String)

    public var description: String {
        switch self {
        case .notSignable: "this is nothing that an officer's key may sign"
        case .signedByAnother:
            "the key signed with another certificate than yours, and nothing was sealed with it; lock it with: exhibit lock"
        case .stopped(let cause, let partial):
            "\(cause); what was whole by then is kept: make room, then seal it with: exhibit recover \(partial)"
        case .valueNotAllowed(let field):
            "a record cannot be written: its \(field) is not printable ASCII of the length that the format allows"
        case .broken: "an earlier write failed, so that nothing more can be added to the bundle"
        case .tooManyRecords: "a bundle holds 4,194,304 records at most"
        case .journalChanged(let path): "\(path): is not what was written to it"
        case .unfinished(let path):
            "\(path): an earlier capture of this name was not finished; seal what it left with: exhibit recover"
        case .noJournal(let path): "\(path): the journal that belongs to it is not beside it"
        case .nothingLeft(let path): "\(path): there is no such file, and no journal of one"
        case .nameTaken(let path, let partial):
            "\(path): another file has this name; move it away, then recover \(partial) again"
        case .inUse(let path): "\(path): a capture that is still running writes it"
        }
    }
}
