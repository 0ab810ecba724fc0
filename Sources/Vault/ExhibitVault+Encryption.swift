public import Bytes
import Custody
import CustodyEvents
import Files
import Hashing
public import SealedParts
public import Sealing
import Signing
import Storage

/// Sensitive exhibits are kept encrypted to those who may read.
extension ExhibitVault {
    /// What became of an exhibit that was to be encrypted.
    public enum Encryption: Sendable {
        /// And the names of those who may read, and whose certificates cannot be encrypted to.
        case encrypted(PartsList, leftOut: [String])
        /// It was, before.
        case already
        /// No certificate can be encrypted to; the plain file stays.
        case nobody
    }

    /// Encrypts a sensitive exhibit to every key that the log lets read, and to who does it; then removes its plain file. With
    /// `opened`, a plain file of an exhibit that is encrypted, encrypts that anew.
    ///
    /// Whole encrypted parts that were made of the file with the log's digest are in their place before the plain file goes: where it
    /// lies beside parts already, as an interrupted encryption leaves it, they are made anew of it. Parts alone are checked.
    public func encrypt(
        _ entry: CatalogueEntry, opened: String? = nil, by officer: OfficerIdentity, at time: Timestamp
    ) throws -> Encryption {
        try require(.capture, of: officer)
        return try inTurn {
            let bundle = entry.bundle
            guard let now = try catalogue.entry(of: bundle), now.disposed == nil, let digest = now.digest
            else { throw VaultError(.missing, "\(entry.name): was disposed of") }
            guard now.isSensitive else {
                throw VaultError(
                    .refused,
                    "\(entry.name): neither a report nor a tag says under-18 or intimate-image; only such exhibits are encrypted"
                )
            }
            let plain = bundles.path(of: bundle)
            if opened == nil, bundles.isEncrypted(bundle), !Folder.exists(plain) {
                let check = PartsCheck(bundles: bundles, keys: try register.roster())
                if let fault = check.fault(of: bundle, digest) {
                    throw VaultError(.wrong, "\(entry.name): \(fault.words)")
                }
                try bundles.removeStagedParts(bundle)
                return .already
            }
            let (recipients, leftOut) = try readers(and: officer, at: time)
            guard !recipients.isEmpty else { return .nobody }
            let source = try OpenFile.reading(opened ?? plain)
            let staged = try bundles.stageParts(bundle)
            let list = try SealedParts.encrypt(
                source, named: Folder.name(of: plain), bundle: bundle, to: recipients, by: officer,
                into: staged, at: time)
            guard list.digest == digest else {
                try Folder.removeTree(staged)
                throw VaultError(
                    .wrong,
                    "\(entry.name): is not as the log has it, and was left as it is; see: exhibit vault check"
                )
            }
            if opened == nil { try bundles.keepFacts(of: bundle) }
            try bundles.placeParts(staged, of: bundle)
            try bundles.removePlain(bundle)
            try catalogue.forgetDeleted()
            return .encrypted(list, leftOut: leftOut)
        }
    }

    /// The certificates that can be encrypted to, and the names in the others.
    private func readers(and officer: OfficerIdentity, at time: Timestamp) throws -> (
        [Certificate], leftOut: [String]
    ) {
        let members = try register.roster().members.values.filter {
            !$0.isRevoked && $0.roles.contains(.read)
        }.map(\.certificate).sorted { $0.digest.hex < $1.digest.hex }
        var (readers, leftOut): ([Certificate], [String]) = ([], [])
        for one in members + [officer.certificate] where !readers.contains(one) {
            let isValid = one.notBefore <= time && time <= one.notAfter
            if isValid, Self.canBeEncryptedTo(one) {
                readers.append(one)
            } else {
                leftOut.append(one.holder)
            }
        }
        return (readers, leftOut)
    }

    private static func canBeEncryptedTo(_ certificate: Certificate) -> Bool {
        do {
            _ = try AuthenticatedEnvelope.Writer.begin(to: [certificate], count: 1)
            return true
        } catch {
            return false
        }
    }
}
