/// Why a bundle cannot be written, sealed or recovered.
public enum SealingError: Error, Equatable, CustomStringConvertible {
    case certificateOfAnotherKey(path: String)
    case notACertificate(path: String)
    /// There is a certificate, but the key that belongs to it is gone.
    case keyMissing(certificatePath: String)
    /// An earlier write failed, so that nothing more can be appended.
    case broken
    case tooManyRecords
    /// The journal on disk is not what was written to it.
    case journalChanged(path: String)
    /// Nothing of a capture had been written.
    case nothingBegun(path: String)
    case noJournal(path: String)
    /// Another process is writing this bundle.
    case inUse(path: String)
    case journalMalformed(path: String, line: Int)

    public var description: String {
        switch self {
        case .certificateOfAnotherKey(let path): "\(path): is the certificate of another key"
        case .notACertificate(let path): "\(path): holds no certificate in PEM"
        case .keyMissing(let path):
            "\(path): the key that belongs to this certificate is not beside it; put it back, or move the certificate away"
        case .broken: "an earlier write failed, so that nothing more can be added to the bundle"
        case .tooManyRecords: "a bundle holds 4,194,304 records at most"
        case .journalChanged(let path): "\(path): is not what was written to it"
        case .nothingBegun(let path): "\(path): nothing had begun, there is nothing to seal"
        case .noJournal(let path): "\(path): there is no journal beside it, so there is nothing to recover"
        case .inUse(let path): "\(path): a capture that is still running writes it"
        case .journalMalformed(let path, let line): "\(path): line \(line) is not of the format"
        }
    }
}
