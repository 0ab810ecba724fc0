/// Why a key folder gives no key, or takes no certificate.
public enum KeyFolderError: Error, Equatable, CustomStringConvertible {
    case certificateOfAnotherKey(path: String)
    case notACertificate(path: String)
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
