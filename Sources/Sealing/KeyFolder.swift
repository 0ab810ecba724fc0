public import Bytes
import Files
public import Hashing
public import Signing
import Storage

/// The folder of one officer's key: `officer.key`, encrypted, and `officer.pem`, the certificate.
///
/// The key is written first and the certificate last, each whole or not at all, so that a process that dies in between
/// leaves a key without certificate, which `create` finishes.
public struct KeyFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public var keyPath: String { path + "/officer.key" }
    public var certificatePath: String { path + "/officer.pem" }

    /// What is in the folder.
    public enum State: Sendable {
        case empty
        /// A key that no certificate was made for yet.
        case unfinished
        /// A certificate whose key is not there.
        case keyMissing
        case complete
    }

    public var state: State {
        switch (Folder.exists(keyPath), Folder.exists(certificatePath)) {
        case (false, false): .empty
        case (true, false): .unfinished
        case (false, true): .keyMissing
        case (true, true): .complete
        }
    }

    /// Makes a key and a certificate that it signs itself, or the certificate alone for a key that has none yet.
    ///
    /// Never replaces a file. The folder is made for this user alone. Throws `KeyError.wrongPassphrase` when an
    /// unfinished key does not open with this passphrase.
    public func create(name: String, organization: String, passphrase: Passphrase, at time: Timestamp) throws
        -> OfficerIdentity
    {
        try Folder.create(path)
        let key: SigningKey
        switch state {
        case .unfinished: key = try openKey(passphrase)
        case .keyMissing: throw SealingError.keyMissing(certificatePath: certificatePath)
        case .empty, .complete:
            key = try SigningKey.generateP256()
            try WholeFile.create(keyPath, try key.encryptedPEM(with: passphrase))
        }
        let certificate = try CertificateIssue.make(
            .officer, key: key, commonName: name, organization: organization, from: time,
            days: OfficerIdentity.validDays)
        try WholeFile.create(certificatePath, CertificatePEM.encode(certificate), mode: 0o644)
        return OfficerIdentity(key: key, certificate: certificate)
    }

    /// Opens the key; throws `KeyError.wrongPassphrase` when the passphrase does not.
    public func open(_ passphrase: Passphrase) throws -> OfficerIdentity {
        let certificate = try certificate()
        let key = try openKey(passphrase)
        guard try certificate.spki == key.publicKey().spki else {
            throw SealingError.certificateOfAnotherKey(path: certificatePath)
        }
        return OfficerIdentity(key: key, certificate: certificate)
    }

    /// The certificate, for which no passphrase is needed.
    public func certificate() throws -> Certificate {
        let pem = try WholeFile.read(certificatePath, maximumBytes: 256 << 10)
        do {
            let certificates = try CertificatePEM.decode(pem)
            if let first = certificates.first { return first }
        } catch {}
        throw SealingError.notACertificate(path: certificatePath)
    }

    private func openKey(_ passphrase: Passphrase) throws -> SigningKey {
        try SigningKey.opening(try WholeFile.read(keyPath, maximumBytes: 64 << 10), with: passphrase)
    }
}
