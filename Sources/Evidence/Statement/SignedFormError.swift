import Bytes
public import Hashing

/// Why a signed file shows nothing.
public enum SignedFormError: Error, Equatable, CustomStringConvertible {
    case signature(CMSError)
    case signatureInvalid
    /// Signed, in a version that this program does not know.
    case newerVersion(String)
    case form(StatementError)
    /// Signed by another than the file names, or by one whose certificate has other names.
    case anotherSigner

    public var description: String {
        switch self {
        case .signature(let error): "its signature \(error)"
        case .signatureInvalid: "its signature is not one over it: one of both was changed"
        case .newerVersion(let version):
            "was made by another version of the program (\(SafeText.escaped(version, limit: 80)))"
        case .form(let error): "\(error)"
        case .anotherSigner:
            "was signed by another than it names, or names them otherwise than their certificate"
        }
    }
}
