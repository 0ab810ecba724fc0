/// Why a token does not sign.
public enum TokenError: Error, Equatable, CustomStringConvertible {
    case noModule(String)
    case notFound(label: String)
    case noCertificate(label: String)
    case noKey
    case wrongPIN
    case locked
    /// A further wrong PIN would lock the token; it is not tried.
    case lastTry
    /// The certificate's key is none that may sign.
    case keyKind
    /// What the token answered is no signature.
    case answer
    /// Another return value of PKCS#11.
    case other(Int)

    init(_ status: Int, label: String, module: String) {
        self =
            switch status {
            case -1: .noModule(module)
            case -2: .notFound(label: label)
            case -3: .noKey
            case -4: .noCertificate(label: label)
            case -6: .lastTry
            case 0xA0, 0xA1, 0xA2: .wrongPIN
            case 0xA4: .locked
            default: .other(status)
            }
    }

    public var description: String {
        switch self {
        case .noModule(let path): "\(path): is no PKCS#11 module, or cannot be loaded"
        case .notFound(let label):
            label.isEmpty ? "no token is plugged in" : "no token with the label \(label) is plugged in"
        case .noCertificate(let label):
            label.isEmpty
                ? "the token does not hold exactly one certificate: say which with its label"
                : "the token does not hold exactly one certificate with the label \(label)"
        case .noKey: "the token holds no private key with the certificate's identifier"
        case .wrongPIN: "wrong PIN"
        case .locked: "the token is locked"
        case .lastTry: "one more wrong PIN would lock the token; unlock it with its maker's tool first"
        case .keyKind:
            "the token's key is none that this program signs with: P-256, P-384, RSA of 2048 to 4096 bits"
        case .answer: "what the token answered is no signature"
        case .other(let status): "the token refused (PKCS#11 return value 0x\(String(status, radix: 16)))"
        }
    }
}
