public import Bytes
import Files
public import Hashing

/// The officer's key and certificate, ready to sign.
public struct OfficerIdentity: Sendable {
    public let key: SigningKey
    public let certificate: Certificate

    public init(key: SigningKey, certificate: Certificate) {
        self.key = key
        self.certificate = certificate
    }

    /// How long a certificate that `create` makes is valid.
    public static let validDays = 3650

    /// Makes a key and a certificate that it signs itself, and writes both to files that must not be there yet.
    public static func create(
        name: String, organization: String, passphrase: Passphrase, keyPath: String, certificatePath: String,
        at time: Timestamp
    ) throws -> OfficerIdentity {
        let key = try SigningKey.generateP256()
        let certificate = try CertificateIssue.make(
            .officer, key: key, commonName: name, organization: organization, from: time, days: validDays)
        try WholeFile.create(keyPath, try key.encryptedPEM(with: passphrase))
        try WholeFile.create(certificatePath, CertificatePEM.encode(certificate), mode: 0o644)
        return OfficerIdentity(key: key, certificate: certificate)
    }

    /// Opens the key; throws `KeyError.wrongPassphrase` when the passphrase does not.
    public static func open(keyPath: String, certificatePath: String, passphrase: Passphrase) throws
        -> OfficerIdentity
    {
        let key = try SigningKey.opening(
            try WholeFile.read(keyPath, maximumBytes: 64 << 10), with: passphrase)
        let certificates = try CertificatePEM.decode(
            try WholeFile.read(certificatePath, maximumBytes: 256 << 10))
        guard let certificate = certificates.first, try certificate.spki == key.publicKey().spki else {
            throw SealingError.certificateOfAnotherKey(path: certificatePath)
        }
        return OfficerIdentity(key: key, certificate: certificate)
    }

    /// A detached signature over `content` (CAdES-B-B).
    public func sign(_ content: [UInt8], at time: Timestamp) throws -> [UInt8] {
        try CMSSignature.sign(content, key: key, certificate: certificate, at: time)
    }
}
