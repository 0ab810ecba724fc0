/// Why a signature file is not the CMS signed-data that the bundle format asks for.
public enum CMSError: Error, Equatable, CustomStringConvertible {
    case tooLong
    /// Not one CMS structure that fills the bytes in canonical DER.
    case notCanonical
    case notSignedData
    case notDetached
    case signerCount(Int)
    case digestNotSHA256
    /// Not exactly content-type, message-digest, signing-certificate-v2 and signing-time.
    case signedAttributes
    case unsignedAttributes
    case signerCertificateMissing
    /// signing-certificate-v2 names another certificate than the signer's.
    case signingCertificateDiffers
    case signingTime
    case version
    /// The signer info names another issuer or serial number than the certificate has, byte for byte.
    case signerIdentifierDiffers
    case signatureAlgorithm
    /// What was made is no signature by the certificate's key.
    case signatureInvalid
    case openSSL(OpenSSLError)

    public var description: String {
        switch self {
        case .tooLong: "is longer than 1 MiB"
        case .notCanonical: "is not one CMS structure in canonical DER"
        case .notSignedData: "is no signed-data (RFC 5652, section 5)"
        case .notDetached: "carries a content of its own"
        case .signerCount(let count): "has \(count) signers instead of one"
        case .digestNotSHA256: "does not use SHA-256"
        case .signedAttributes: "has other signed attributes than the format allows"
        case .unsignedAttributes: "has unsigned attributes that the format does not allow"
        case .signerCertificateMissing: "does not hold its signer's certificate"
        case .signingCertificateDiffers: "names another signing certificate than its signer's (RFC 5035)"
        case .signingTime: "has no readable signing time"
        case .version: "has another version number than 1"
        case .signerIdentifierDiffers:
            "names another issuer or serial number than its signer's certificate has"
        case .signatureInvalid: "is not one by the key of the certificate"
        case .signatureAlgorithm: "has another signature algorithm than ECDSA or RSA with SHA-256"
        case .openSSL(let error): "cannot be read: \(error)"
        }
    }
}
