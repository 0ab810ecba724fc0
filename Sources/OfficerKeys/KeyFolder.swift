public import Bytes
import Files
public import Hashing
public import Sealing
public import Signing
import Storage
import Tokens

/// The folder of one officer's key (`docs/formats/key-folder.md`): `officer.key`, encrypted, or `signer.json`, which says where
/// the key is; and `officer.pem`, the certificate and those above it.
///
/// The key is written first and the certificate last, each whole or not at all, so that a process that dies in between
/// leaves a key without certificate, which `create` finishes.
public struct KeyFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public var keyPath: String { path + "/officer.key" }
    public var certificatePath: String { path + "/officer.pem" }
    var signerPath: String { path + "/signer.json" }

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
        switch (Folder.exists(keyPath) || Folder.exists(signerPath), Folder.exists(certificatePath)) {
        case (false, false): .empty
        case (true, false): .unfinished
        case (false, true): .keyMissing
        case (true, true): .complete
        }
    }

    /// Where the key is.
    public func source() throws -> KeySource {
        guard Folder.exists(signerPath) else { return .file }
        guard let source = KeySource(try WholeFile.read(signerPath, maximumBytes: 64 << 10)) else {
            throw KeyFolderError.notASigner(path: signerPath)
        }
        return source
    }

    /// Makes a key and a certificate that it signs itself, or the certificate alone for a key that has none yet.
    ///
    /// Never replaces a file. The folder is made for this user alone. Throws `KeyError.wrongPassphrase` when an
    /// unfinished key does not open with this passphrase.
    public func create(
        _ kind: KeyKind = .p256, name: String, organization: String, passphrase: Passphrase,
        at time: Timestamp
    ) throws -> OfficerIdentity {
        try Folder.create(path)
        let key: SigningKey
        switch state {
        case .unfinished: key = try openKey(passphrase)
        case .keyMissing: throw KeyFolderError.keyMissing(certificatePath: certificatePath)
        case .empty, .complete:
            // One that holds a key which was here before.
            try AgentSigner.lock(self)
            key = try SigningKey.generate(kind)
            try WholeFile.create(keyPath, try key.encryptedPEM(with: passphrase))
        }
        let certificate = try CertificateIssue.make(
            .officer, key: key, commonName: name, organization: organization, from: time,
            days: OfficerIdentity.validDays)
        try WholeFile.create(certificatePath, CertificatePEM.encode(certificate), mode: 0o644)
        return OfficerIdentity(key: key, certificate: certificate)
    }

    /// Takes a key from a PKCS#12 file, encrypted anew with its passphrase, and its certificates.
    public func importKey(_ pkcs12: [UInt8], _ passphrase: Passphrase) throws -> OfficerIdentity {
        guard state == .empty else { throw KeyFolderError.taken(path: path) }
        let (key, certificate, chain) = try SigningKey.openingPKCS12(pkcs12, with: passphrase)
        try Folder.create(path)
        try AgentSigner.lock(self)
        try WholeFile.create(keyPath, try key.encryptedPEM(with: passphrase))
        try write([certificate] + chain)
        return OfficerIdentity(key: key, certificate: certificate, chain: chain)
    }

    /// Keeps where a key is that stays there. For a token the certificate is read from it; for a program it is given.
    public func refer(to source: KeySource, certificates: [Certificate]) throws -> Certificate {
        guard state == .empty else { throw KeyFolderError.taken(path: path) }
        var certificates = certificates
        if case .token(let module, let label, let name) = source {
            let found = try TokenSigner.open(module: module, token: label, certificate: name, pin: nil)
            certificates = [found.certificate] + certificates.filter { $0 != found.certificate }
        }
        guard let first = certificates.first, let bytes = source.serialized else {
            throw KeyFolderError.notACertificate(path: certificatePath)
        }
        guard KeyKind(spki: first.spki) != nil else { throw KeyError.notAKey }
        try Folder.create(path)
        try AgentSigner.lock(self)
        try WholeFile.create(signerPath, bytes)
        try write(certificates)
        return first
    }

    /// Installs the certificate that an authority issued for this key, and those above it; the one before stays beside it as
    /// `officer-DIGEST.pem`.
    ///
    /// An agent that holds the key would go on signing with the certificate before, so it is told to forget the key; gives
    /// whether one was.
    @discardableResult public func install(_ certificates: [Certificate]) throws -> Bool {
        let old = try self.certificates()
        guard let first = certificates.first, first.spki == old.first?.spki else {
            throw KeyFolderError.certificateOfAnotherKey(path: certificatePath)
        }
        let wasUnlocked = try AgentSigner.lock(self)
        if let before = old.first, before != first {
            let kept = path + "/officer-\(before.digest.hex.prefix(16)).pem"
            if !Folder.exists(kept) {
                try WholeFile.create(kept, old.flatMap { CertificatePEM.encode($0) }, mode: 0o644)
            }
        }
        let text = certificates.flatMap { CertificatePEM.encode($0) }
        try WholeFile.replace(certificatePath, text, mode: 0o644)
        return wasUnlocked
    }

    private func write(_ certificates: [Certificate]) throws {
        let text = certificates.flatMap { CertificatePEM.encode($0) }
        try WholeFile.create(certificatePath, text, mode: 0o644)
    }

    /// Opens the key, which a program that signs elsewhere needs no passphrase for.
    ///
    /// Throws `KeyError.wrongPassphrase` or `TokenError.wrongPIN` when the passphrase does not open it.
    public func open(_ passphrase: Passphrase) throws -> OfficerIdentity {
        let key = try digestSigner(passphrase)
        let certificates = try certificates()
        guard let certificate = certificates.first, try certificate.spki == key.spki else {
            throw KeyFolderError.certificateOfAnotherKey(path: certificatePath)
        }
        return OfficerIdentity(key: key, certificate: certificate, chain: Array(certificates.dropFirst()))
    }

    /// The key as what signs digests: for a certificate request.
    public func digestSigner(_ passphrase: Passphrase) throws -> any DigestSigner {
        switch try source() {
        case .file: return try openKey(passphrase)
        case .token(let module, let label, let name):
            return try TokenSigner.open(module: module, token: label, certificate: name, pin: passphrase)
        case .command(let program): return CommandSigner(program: program, spki: try certificate().spki)
        }
    }

    /// The key itself, which opens what was encrypted to its certificate; only one that lies in the folder can.
    public func openingKey(_ passphrase: Passphrase) throws -> SigningKey {
        guard case .file = try source() else { throw KeyFolderError.onlySigns(path: path) }
        return try openKey(passphrase)
    }

    /// The certificate, for which no passphrase is needed.
    public func certificate() throws -> Certificate {
        guard let first = try certificates().first else {
            throw KeyFolderError.notACertificate(path: certificatePath)
        }
        return first
    }

    /// The certificate, and those above it.
    public func certificates() throws -> [Certificate] {
        let pem = try WholeFile.read(certificatePath, maximumBytes: 256 << 10)
        do {
            return try CertificatePEM.decode(pem)
        } catch {
            throw KeyFolderError.notACertificate(path: certificatePath)
        }
    }

    private func openKey(_ passphrase: Passphrase) throws -> SigningKey {
        try SigningKey.opening(try WholeFile.read(keyPath, maximumBytes: 64 << 10), with: passphrase)
    }
}
