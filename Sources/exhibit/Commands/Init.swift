import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Foundation
import Hashing
import OfficerKeys
import Storage
import Vault
import VerifyCommand

/// `exhibit init`: the officer's key, and a vault.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the key that signs your bundles, and a vault for them.",
        discussion: """
            The key (P-256) lies encrypted in $EXHIBIT_HOME, or else in .exhibit in your home folder, with a \
            certificate that names you and your force. Both are pinned in your trust list, so that verifying on this \
            machine recognises your bundles. A key that is there is never replaced. At a terminal you are asked for \
            what you do not give.

            The vault is a folder beside the key, or where --vault says, for one that several officers share: bundles, the \
            custody log, and a catalogue. From then on what you capture goes into it unless you say -o: the place is remembered beside the \
            key. With a key that is there, --vault changes the vault alone. In a vault that others founded, an administrator must add your key.
            """)

    @Option(help: ArgumentHelp("Who you are, as a court should read it.", valueName: "NAME")) var name:
        String?
    @Option(help: ArgumentHelp("Your force or authority.", valueName: "FORCE")) var force: String?
    @OptionGroup var place: VaultOptions
    @Option(
        help: ArgumentHelp(
            "Your initials, for exhibit references (default: of your name).", valueName: "SJ"))
    var initials: String?
    @Flag(help: "Make no vault: bundles go where you say.") var noVault = false
    @OptionGroup var key: KeyOptions

    func validate() throws {
        if noVault, place.vault != nil { throw ValidationError("give --vault or --no-vault, not both") }
    }

    func run() throws {
        let folder = try OfficerKey.folder()
        let path = noVault ? nil : try place.newPath()
        let lacksVault = path.map { !VaultFolder.isVault($0) } ?? false
        let isAnother = try place.vault.map { try !isUsual($0) } ?? false
        let isToBeSettled = initials != nil || isAnother
        try checkInitials()
        // A key that is whole needs nothing: then only the vault is made, or another one is settled.
        let hasKey = try folder.state == .complete && TrustPin.has(folder.certificate())
        if !hasKey || !(lacksVault || isToBeSettled) {
            _ = try KeyIssue.make(name: name, force: force, options: key)
        }
        if path != nil || initials != nil { try settleInitials(folder) }
        guard let path, lacksVault || isToBeSettled || !hasKey else { return }
        let vault = try VaultFolder.create(path)
        if lacksVault { try takeOverLog(of: folder, to: vault) }
        try remember(folder)
        Output.write("Vault: \(SafeText.escaped(path, limit: 4096))\n")
        if !lacksVault { try tellWhoMustAddTheKey(folder, vault) }
    }

    // MARK: What is settled

    /// Whether this is the vault that commands use without being told.
    private func isUsual(_ path: String) throws -> Bool {
        let usual = try VaultOptions.usual() ?? VaultOptions.standardPath()
        guard Folder.exists(path), Folder.exists(usual) else { return false }
        return try Folder.isSameFile(path, usual)
    }

    /// A vault that was named by an option is used from now on.
    private func remember(_ folder: KeyFolder) throws {
        guard let named = place.vault else { return }
        var settings = try folder.settings()
        let whole = URL(fileURLWithPath: named).standardizedFileURL.path
        settings.vault = try Folder.isSameFile(named, VaultOptions.standardPath()) ? nil : whole
        if try settings != folder.settings() { try folder.keep(settings) }
        if let exported = EnvironmentVariable.value("EXHIBIT_VAULT"),
            try !Folder.exists(exported) || !Folder.isSameFile(named, exported)
        {
            Output.say(
                "EXHIBIT_VAULT names another vault, and goes before this one: export EXHIBIT_VAULT=\(SafeText.escaped(whole, limit: 4096))"
            )
        }
    }

    /// Before a key is made: initials that cannot be, or none to be had, end the command.
    private func checkInitials() throws {
        if let initials, ExhibitReference.initials(initials) == nil {
            throw ValidationError("--initials: must be 1 to 8 letters from A to Z")
        }
        guard !noVault, initials == nil, !Terminal.isInteractive, let name, OfficerInitials.of(name) == nil
        else { return }
        throw CommandError(
            .usage,
            "\(SafeText.escaped(name)): gives no initials for exhibit references; give 1 to 8 letters from A to Z with --initials"
        )
    }

    /// Keeps initials that were given, or that the name does not give.
    private func settleInitials(_ folder: KeyFolder) throws {
        var settings = try folder.settings()
        var given = initials.flatMap { ExhibitReference.initials($0) }
        if given == nil {
            guard settings.initials == nil, try OfficerInitials.of(folder.certificate().holder) == nil else {
                return
            }
            guard Terminal.isInteractive else { return }
            while given == nil {
                given = ExhibitReference.initials(
                    try Terminal.ask(
                        "Your initials, for exhibit references such as SJ/1 (1 to 8 letters from A to Z): "))
            }
        }
        settings.initials = given
        try folder.keep(settings)
    }

    /// Who comes to a vault that others founded can do nothing in it until their key was added.
    private func tellWhoMustAddTheKey(_ folder: KeyFolder, _ vault: VaultFolder) throws {
        let roster = try CustodyLog.register(vault, folder).roster()
        let certificate = try folder.certificate()
        guard !roster.members.isEmpty, roster.roles(of: certificate).isEmpty else { return }
        Output.write(
            """
            Your key is not known in this vault yet. Who administers it must add it, with your certificate:
              exhibit custody key add \(SafeText.escaped(folder.certificatePath, limit: 4096)) --role capture --role read

            """)
    }

    /// The log that was kept beside the key goes on in the vault beside the key.
    private func takeOverLog(of folder: KeyFolder, to vault: VaultFolder) throws {
        let before = folder.path + "/custody"
        guard try vault.path == VaultOptions.standardPath(), Folder.exists(before),
            !Folder.exists(vault.custody)
        else { return }
        try Folder.rename(before, to: vault.custody)
        try Folder.sync(folder.path)
    }
}
