import Bytes
import Evidence
import Hashing
import Sealing
import Synchronization
import Vault
import VerifyCommand

/// Takes bundles that were sealed in the vault's `incoming` into the vault.
struct VaultIntake: Sendable {
    let vault: ExhibitVault
    let naming: ExhibitVault.Naming
    private let failures = Failures()

    init(vault: ExhibitVault, naming: ExhibitVault.Naming) {
        self.vault = vault
        self.naming = naming
    }

    /// How many bundles were sealed and are no exhibits.
    private final class Failures: Sendable {
        let count = Mutex(0)
    }

    /// Whether a bundle could not be taken in: the command must not end as if all had been done.
    var hasFailed: Bool { failures.count.withLock { $0 > 0 } }

    var folder: VaultFolder { vault.folder }

    /// Where the bundle is now, and the name of the exhibit that it became. The bundle is there whatever becomes of this: a
    /// failure is said, and `hasFailed` from then on.
    func take(_ path: String, digest: SHA256Digest, by officer: OfficerIdentity) -> (
        path: String, name: String?
    ) {
        do {
            let bundle = try ExhibitArgument.bundle(inFile: path)
            let (entry, _) = try vault.add(
                path, bundle: bundle, digest: digest, naming: naming, by: officer,
                at: SealingClock.system.now())
            return (vault.bundles.path(of: bundle), entry.name)
        } catch {
            failures.count.withLock { $0 += 1 }
            let shown = SafeText.escaped(path, limit: 4096)
            Output.say(
                "the bundle is sealed and safe, and is no exhibit yet: \(SafeText.escaped("\(error)", limit: 400)); take it in with: exhibit vault add \(shown)"
            )
            return (path, nil)
        }
    }

    /// Encrypts what was taken in, when it is sensitive. Until then its file can be read by its path. A failure is said, and no more.
    func encrypt(_ path: String, by officer: OfficerIdentity) {
        guard let bundle = vault.bundles.bundle(at: path) else { return }
        do {
            guard let entry = try vault.catalogue.entry(of: bundle) else { return }
            ExhibitEncryption.encryptIfSensitive(entry, in: vault, by: officer)
        } catch {
            Output.say(
                "WARNING: whether \(SafeText.escaped(path, limit: 4096)) is to be encrypted is not known: \(SafeText.escaped("\(error)", limit: 400)); see: exhibit vault check"
            )
        }
    }
}
