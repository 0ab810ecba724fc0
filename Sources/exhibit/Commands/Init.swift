import ArgumentParser
import Bytes
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
            custody log, and a catalogue. From then on what you capture goes into it unless you say -o.
            """)

    @Option(help: ArgumentHelp("Who you are, as a court should read it.", valueName: "NAME")) var name:
        String?
    @Option(help: ArgumentHelp("Your force or authority.", valueName: "FORCE")) var force: String?
    @OptionGroup var place: VaultOptions
    @Flag(help: "Make no vault: bundles go where you say.") var noVault = false
    @OptionGroup var key: KeyOptions

    func validate() throws {
        if noVault, place.vault != nil { throw ValidationError("give --vault or --no-vault, not both") }
    }

    func run() throws {
        let folder = try OfficerKey.folder()
        let path = noVault ? nil : try place.newPath()
        let lacksVault = path.map { !VaultFolder.isVault($0) } ?? false
        // A key that is whole needs nothing: then only the vault is made.
        let hasKey = try folder.state == .complete && TrustPin.has(folder.certificate())
        if !hasKey || !lacksVault {
            _ = try KeyIssue.make(name: name, force: force, options: key)
        }
        guard let path, lacksVault else { return }
        let vault = try VaultFolder.create(path)
        try takeOverLog(of: folder, to: vault)
        Output.write("Vault: \(SafeText.escaped(path, limit: 4096))\n")
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
