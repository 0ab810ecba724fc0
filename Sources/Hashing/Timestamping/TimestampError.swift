/// Why bytes are no timestamp token that can be relied on.
public enum TimestampError: Error, Equatable, CustomStringConvertible {
    case tooLong
    /// Not one structure of DER that fills the bytes.
    case notCMS
    /// Signed data of something else than a TSTInfo.
    case notAToken
    case signerCount(Int)
    /// No signed attributes, or not those of a token.
    case signedAttributes
    /// The token was signed over a digest that is too weak.
    case weakDigest
    /// The TSTInfo is not in the grammar of RFC 3161, section 2.4.2, or not of version 1.
    case content
    /// The imprint is not SHA-256, SHA-384 or SHA-512.
    case imprintAlgorithm
    /// Not exactly one certificate in it is the signer's.
    case signerCertificate(Int)
    /// The signed attribute names another certificate than the one that signed.
    case signingCertificateDiffers
    case signatureInvalid
    case openSSL(OpenSSLError)

    public var description: String {
        switch self {
        case .tooLong: "is longer than 1 MiB"
        case .notCMS: "is not one CMS structure in DER"
        case .notAToken: "is no timestamp token"
        case .signerCount(let count): "has \(count) signers; one is allowed"
        case .signedAttributes: "does not have the signed attributes of a token"
        case .weakDigest: "is signed over a digest that is too weak"
        case .content: "holds no TSTInfo of version 1"
        case .imprintAlgorithm: "is over a digest that is none of SHA-256, SHA-384, SHA-512"
        case .signerCertificate(let count): "carries \(count) certificates of its signer; one is needed"
        case .signingCertificateDiffers: "names another certificate than the one that signed it"
        case .signatureInvalid: "has no valid signature"
        case .openSSL(let error): error.description
        }
    }
}
