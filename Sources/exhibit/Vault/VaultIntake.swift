import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Hashing
import OfficerKeys
import Sealing
import Storage
import Vault
import VerifyCommand

/// How bundles that are made here come into the vault.
struct IntakeOptions: ParsableArguments, Sendable {
    @OptionGroup var place: VaultOptions
    @Option(
        name: .customLong("case"),
        help: ArgumentHelp("The case that the exhibits belong to.", valueName: "REFERENCE"))
    var casework: String?
    @Option(
        help: ArgumentHelp(
            "Your initials, for exhibit references (default: from your certificate).", valueName: "SJ"))
    var initials: String?

    /// The vault that bundles go into; nil when there is none, or they were sent elsewhere with `-o`.
    func folder(output: String?) throws -> VaultFolder? {
        let folder = output == nil ? try place.folder() : nil
        if folder == nil, casework != nil || initials != nil {
            throw ValidationError(
                "--case and --initials are for bundles that go into the vault, and not for those with -o; see: exhibit vault add"
            )
        }
        return folder
    }

    /// Where a bundle with this name is written: in the vault until it is taken in, or here.
    func path(_ name: String, _ folder: VaultFolder?) -> String {
        folder.map { "\($0.incoming)/\(name)" } ?? name
    }

    /// What takes bundles in; asked for before the work begins, so that a missing case, or a key that may not, is told then.
    /// Nil without a vault.
    func intake(_ folder: VaultFolder?, title: String? = nil, by officer: OfficerIdentity) throws
        -> VaultIntake?
    {
        guard let folder else { return nil }
        let vault = try VaultOptions.open(folder)
        try vault.require(.capture, of: officer)
        return VaultIntake(folder, naming: try naming(title: title, in: vault))
    }

    func naming(title: String?, in vault: ExhibitVault) throws -> ExhibitVault.Naming {
        let certificate = try OfficerKey.folder().certificate()
        let name = certificate.holder
        guard let initials = initials.map({ ExhibitReference.initials($0) }) ?? OfficerInitials.of(name)
        else {
            throw CommandError(
                .usage,
                "\(SafeText.escaped(initials ?? name)): gives no initials; give 1 to 8 letters from A to Z with --initials"
            )
        }
        if let casework, try !vault.catalogue.hasCase(casework) {
            throw CommandError(
                .noInput,
                "\(SafeText.escaped(casework)): there is no such case; make it with: exhibit case new \(SafeText.escaped(casework))"
            )
        }
        var naming = ExhibitVault.Naming(initials: initials)
        naming.casework = casework ?? CaseReference.none
        naming.title = title ?? ""
        return naming
    }
}

/// Takes bundles that were sealed in the vault's `incoming` into the vault.
struct VaultIntake: Sendable {
    let folder: VaultFolder
    let naming: ExhibitVault.Naming

    init(_ folder: VaultFolder, naming: ExhibitVault.Naming) {
        self.folder = folder
        self.naming = naming
    }

    /// Where the bundle is now, and the name of the exhibit that it became. The bundle is there whatever becomes of this: a
    /// failure is said, and no more.
    func take(_ path: String, digest: SHA256Digest, by officer: OfficerIdentity) -> (
        path: String, name: String?
    ) {
        do {
            let vault = try VaultOptions.open(folder)
            let bundle = try ExhibitArgument.bundle(inFile: path)
            let (entry, _) = try vault.add(
                path, bundle: bundle, digest: digest, naming: naming, by: officer,
                at: SealingClock.system.now())
            return (vault.bundles.path(of: bundle), entry.name)
        } catch {
            let shown = SafeText.escaped(path, limit: 4096)
            Output.say(
                "the bundle is sealed and safe, and is no exhibit yet: \(SafeText.escaped("\(error)", limit: 400)); take it in with: exhibit vault add \(shown)"
            )
            return (path, nil)
        }
    }

    /// Encrypts what was taken in, when it is sensitive. Until then its file can be read by its path. A failure is said, and no more.
    func encrypt(_ path: String, by officer: OfficerIdentity) {
        do {
            let vault = try VaultOptions.open(folder)
            guard let bundle = vault.bundles.bundle(at: path),
                let entry = try vault.catalogue.entry(of: bundle), entry.isSensitive
            else { return }
            try ExhibitEncryption.encrypt(entry, in: vault, by: officer)
        } catch {
            Output.say(
                "WARNING: \(SafeText.escaped(path, limit: 4096)) is NOT ENCRYPTED: \(SafeText.escaped("\(error)", limit: 400)); see: exhibit vault encrypt"
            )
        }
    }
}
