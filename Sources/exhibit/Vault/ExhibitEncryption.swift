import Bytes
import Evidence
import OfficerKeys
import SealedParts
import Sealing
import Vault
import VerifyCommand

/// Encrypts an exhibit of the vault, and says what came of it.
enum ExhibitEncryption {
    /// Nothing is encrypted that this program could not open again with the key of who takes it in.
    static func encrypt(
        _ entry: CatalogueEntry, again: Bool = false, in vault: ExhibitVault, by officer: OfficerIdentity
    ) throws {
        let name = SafeText.escaped(entry.name)
        guard case .file = try OfficerKey.folder().source() else {
            return stayed(
                name,
                "your key only signs; whoever has a key in a file can do it: exhibit vault encrypt \(name)")
        }
        let opened = again ? OpenedExhibits.path(of: entry.bundle) : nil
        let result = try CommandError.naming(entry.name) {
            try vault.encrypt(entry, opened: opened, by: officer, at: SealingClock.system.now())
        }
        switch result {
        case .already: Output.say("\(name): was encrypted already")
        case .nobody:
            stayed(name, "no certificate of those who may read can be encrypted to")
        case .encrypted(let list, let leftOut):
            let names = list.recipients.map { SafeText.escaped($0.name, limit: 120) }
            Output.say("\(name): is encrypted; these can open it: \(names.joined(separator: ", "))")
            for one in leftOut {
                Output.say(
                    "\(name): \(SafeText.escaped(one, limit: 120)) cannot open it: the certificate is not valid now, or its key cannot be encrypted to"
                )
            }
        }
    }

    /// As above, for what was taken in or marked already, and stays that whatever becomes of this: a failure is said, and no more.
    static func encryptIfSensitive(
        _ entry: CatalogueEntry, in vault: ExhibitVault, by officer: OfficerIdentity
    ) {
        guard entry.isSensitive, !vault.bundles.isEncrypted(entry.bundle) else { return }
        do {
            try encrypt(entry, in: vault, by: officer)
        } catch {
            let name = SafeText.escaped(entry.name)
            stayed(
                name,
                "\(SafeText.escaped("\(error)", limit: 400)); try again with: exhibit vault encrypt \(name)")
        }
    }

    private static func stayed(_ name: String, _ why: String) {
        Output.say("WARNING: \(name) is sensitive and is NOT ENCRYPTED: \(why)")
    }
}
