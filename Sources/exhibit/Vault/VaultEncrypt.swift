import ArgumentParser
import Bytes
import CustodyEvents
import Hashing
import OfficerKeys
import Sealing
import Vault
import VerifyCommand

/// `exhibit vault encrypt`
struct VaultEncrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encrypt", abstract: "Encrypt sensitive exhibits to those who may read.",
        discussion: """
            Exhibits with an under-18 or intimate-image report are encrypted when they are taken in, and those that are tagged so \
            when they are tagged; this is for those that could not be then, which exhibit vault check names. They are encrypted to every key that the custody log gives the role read, and to \
            yours. A key that is added later reads them after --again, which somebody runs who can open them. A key that is \
            revoked is not encrypted to again, and copies that were made before stay readable by it. With --again one after the other is \
            opened, encrypted anew and closed; it ends at the first that you cannot open, and can be run again.
            """)

    @Argument(help: ArgumentHelp("Exhibits, as SJ/1; with --again none for all.", valueName: "EXHIBIT"))
    var exhibits: [String] = []
    @Flag(help: "Encrypt anew what is encrypted, to those who may read now.") var again = false
    @OptionGroup var access: AccessOptions

    func validate() throws {
        if exhibits.isEmpty, !again {
            throw ValidationError("give exhibits, or --again for all that are encrypted")
        }
    }

    func run() throws {
        let vault = try access.place.open()
        let entries =
            try exhibits.isEmpty ? all(vault) : exhibits.map { try ExhibitArgument.entry($0, in: vault) }
        guard again else {
            let officer = try access.key.unlock()
            for entry in entries { try ExhibitEncryption.encrypt(entry, in: vault, by: officer) }
            return
        }
        for entry in entries where !vault.bundles.isEncrypted(entry.bundle) {
            throw CommandError(.usage, "\(SafeText.escaped(entry.name)): is not encrypted; leave out --again")
        }
        guard !entries.isEmpty else {
            Output.write("no exhibit is encrypted\n")
            return
        }
        try access.readEach(entries.map(\.bundle.text), .viewed) { argument, officer in
            guard let (vault, entry) = argument.exhibit else { return }
            try ExhibitEncryption.encrypt(entry, again: true, in: vault, by: officer)
        }
    }

    private func all(_ vault: ExhibitVault) throws -> [CatalogueEntry] {
        try vault.catalogue.list(Catalogue.Filter(), limit: Int(Int32.max)).entries.filter {
            vault.bundles.isEncrypted($0.bundle)
        }
    }
}
