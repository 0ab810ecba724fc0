/// Why a key folder gives no key, or takes no certificate.
public enum KeyFolderError: Error, Equatable, CustomStringConvertible {
    case certificateOfAnotherKey(path: String)
    case notACertificate(path: String)
    /// A certificate of X.509 version 1 or 2: the format's signatures cannot name it.
    case certificateCannotSign
    /// There is a certificate, but the key that belongs to it is gone.
    case keyMissing(certificatePath: String)
    case notASigner(path: String)
    case notSettings(path: String)
    /// A key is there already; it is never replaced.
    case taken(path: String)
    /// The key is not in the folder, and where it is it only signs.
    case onlySigns(path: String)

    /// Whether a file is missing, rather than wrong.
    public var isMissing: Bool { if case .keyMissing = self { true } else { false } }

    public var description: String {
        switch self {
        case .certificateOfAnotherKey(let path): "\(path): is the certificate of another key"
        case .certificateCannotSign:
            "the certificate is of X.509 version 1 or 2, with which nothing can be signed here; ask your authority for one of version 3"
        case .notACertificate(let path): "\(path): holds no certificate in PEM"
        case .keyMissing(let path):
            "\(path): the key that belongs to this certificate is not beside it; put it back, or move the certificate away"
        case .notSettings(let path): "\(path): is no file of settings of this version of the program"
        case .notASigner(let path): "\(path): does not say where the key is"
        case .onlySigns(let path):
            "\(path): your key lies on a token or behind a program, which this program can ask for signatures and not to open what was encrypted; open each part with the token's own tools, as docs/formats/encrypted.md shows"
        case .taken(let path): "\(path): there is a key already; it is never replaced"
        }
    }
}
