public import Hashing

/// Why a key file gives no key.
public enum KeyError: Error, Equatable, CustomStringConvertible {
    case wrongPassphrase
    case notAKey
    case openSSL(OpenSSLError)

    public var description: String {
        switch self {
        case .wrongPassphrase: "wrong passphrase"
        case .notAKey: "no encrypted P-256 key in PEM (PKCS#8)"
        case .openSSL(let error): error.description
        }
    }
}
