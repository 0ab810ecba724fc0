/// Why a key folder gives no key, or takes no certificate.
public enum KeyFolderError: Error, Equatable, CustomStringConvertible {
    case certificateOfAnotherKey(path: String)
    case notACertificate(path: String)
    /// There is a certificate, but the key that belongs to it is gone.
    case keyMissing(certificatePath: String)
    case notASigner(path: String)
    /// A key is there already; it is never replaced.
    case taken(path: String)

    /// Whether a file is missing, rather than wrong.
    public var isMissing: Bool { if case .keyMissing = self { true } else { false } }

    public var description: String {
        switch self {
        case .certificateOfAnotherKey(let path): "\(path): is the certificate of another key"
        case .notACertificate(let path): "\(path): holds no certificate in PEM"
        case .keyMissing(let path):
            "\(path): the key that belongs to this certificate is not beside it; put it back, or move the certificate away"
        case .notASigner(let path): "\(path): does not say where the key is"
        case .taken(let path): "\(path): there is a key already; it is never replaced"
        }
    }
}
