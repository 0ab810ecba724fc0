import ArgumentParser
import Bytes
import OfficerKeys
import Storage
import Vault
import VerifyCommand

/// Which vault: the one place where that is settled.
struct VaultOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The vault (default: $EXHIBIT_VAULT, else the one that exhibit init was given, else vault beside the key).",
            valueName: "FOLDER"))
    var vault: String?

    /// The vault that is there; nil when there is none. One that was named and is not there ends the command.
    func folder() throws -> VaultFolder? { try Self.folder(vault) }

    /// As `folder`, for what the option was given.
    static func folder(_ given: String?) throws -> VaultFolder? {
        let named = try given ?? usual()
        let path = try named ?? standardPath()
        guard named != nil || VaultFolder.isVault(path) else { return nil }
        return try VaultFolder(path)
    }

    /// The vault that was settled for this officer: in the environment, or when the key was made; nil for the one beside the key.
    static func usual() throws -> String? {
        try EnvironmentVariable.value("EXHIBIT_VAULT") ?? OfficerKey.folder().settings().vault
    }

    /// Where a vault is made unless another place is named.
    func newPath() throws -> String { try vault ?? Self.usual() ?? Self.standardPath() }

    static func standardPath() throws -> String { try OfficerKey.folder().path + "/vault" }

    /// Opens the vault; one clear line when there is none.
    func open() throws -> ExhibitVault {
        guard let folder = try folder() else {
            throw CommandError(.noInput, "there is no vault yet; make one with: exhibit init")
        }
        return try Self.open(folder)
    }

    static func open(_ folder: VaultFolder) throws -> ExhibitVault {
        let vault = try ExhibitVault(folder, CustodyLog.register(folder, OfficerKey.folder()))
        for problem in vault.problems.prefix(20) {
            Output.say("the custody log: \(SafeText.escaped(problem))")
        }
        return vault
    }
}
