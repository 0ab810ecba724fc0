import ArgumentParser
import Bytes
import CustodyEvents
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
            "Your initials, for exhibit references (default: those that exhibit init was given, or of your name).",
            valueName: "SJ"))
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

    /// Ends the command, before a key is asked for, where the folder of what is to be written is not there.
    static func checkFolder(of output: String) throws {
        guard !Folder.isFolder(Folder.of(output)) else { return }
        throw CommandError(
            .cannotCreate,
            "\(SafeText.escaped(output, limit: 4096)): the folder \(SafeText.escaped(Folder.of(output), limit: 4096)) is not there"
        )
    }

    /// What takes bundles in; asked for before the work begins, so that a missing case, or a key that may not, is told then.
    /// Nil without a vault.
    func intake(_ folder: VaultFolder?, title: String? = nil, by officer: OfficerIdentity) throws
        -> VaultIntake?
    {
        guard let folder else { return nil }
        let vault = try VaultOptions.open(folder)
        try vault.require(.capture, of: officer)
        return VaultIntake(vault: vault, naming: try naming(title: title, in: vault))
    }

    func naming(title: String?, in vault: ExhibitVault) throws -> ExhibitVault.Naming {
        let folder = try OfficerKey.folder()
        let name = try folder.certificate().holder
        let settled = try initials ?? folder.settings().initials
        guard let initials = settled.map({ ExhibitReference.initials($0) }) ?? OfficerInitials.of(name)
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
