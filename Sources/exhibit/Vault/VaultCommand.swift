import ArgumentParser

/// `exhibit vault`
struct VaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault", abstract: "Take bundles into the vault, check it, and make its catalogue anew.",
        discussion: """
            The vault is a folder with the bundles, each written once and read-only, the custody log, and a catalogue that can \
            be made again from both. exhibit init makes one beside your key; exhibit init --vault FOLDER makes one that \
            several officers share.
            """,
        subcommands: [
            VaultAdd.self, VaultCopy.self, VaultEncrypt.self, VaultCheckCommand.self, VaultRebuild.self,
        ])
}
