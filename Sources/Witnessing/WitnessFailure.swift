public import Wire

/// Why a witness gave no cosignature, or cannot be one, in plain English.
public enum WitnessFailure: Error, CustomStringConvertible {
    case noName(String)
    case broken(String)
    case unreachable(WireError)
    case status(Int)
    /// It saw more entries than the log has.
    case ahead(Int)
    /// What it saw is not a beginning of the log.
    case conflict(Int)
    case notASignature

    public var description: String {
        switch self {
        case .noName(let folder): "\(folder): the witness has no name"
        case .broken(let path): "\(path): is no checkpoint"
        case .unreachable(let error): "\(error)"
        case .status(let status): "it answered with status \(status)"
        case .ahead(let size): "it saw the log with \(size) entries before, which is more than there are"
        case .conflict(let size):
            "the \(size) entries of the log that it saw before are not those that there are: the log was rewritten"
        case .notASignature: "its answer is no signature of its key over the checkpoint"
        }
    }
}
