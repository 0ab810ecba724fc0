public import Hashing

/// Why a key file gives no key.
public enum KeyError: Error, Equatable, CustomStringConvertible {
    case wrongPassphrase
    case notAKey
    case openSSL(OpenSSLError)

    public var description: String {
        switch self {
        case .wrongPassphrase: "wrong passphrase"
        case .notAKey: "no key that this program signs with: P-256, P-384 or RSA of 2048 to 4096 bits"
        case .openSSL(let error): error.description
        }
    }
}
