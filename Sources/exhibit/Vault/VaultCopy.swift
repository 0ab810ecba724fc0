import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Files
import Glibc
import Hashing
import Storage
import Vault
import VerifyCommand

/// `exhibit vault copy`
struct VaultCopy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Write a copy of an exhibit's bundle to a file.",
        discussion:
            "The log notes who took the copy, why, and for whom. The copy has the digest that the log has, or is not written."
    )

    @Argument(help: ArgumentHelp("An exhibit, as SJ/1.", valueName: "EXHIBIT")) var exhibit: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE.wacz")) var output:
        String
    @Option(help: "For whom.") var to: String?
    @OptionGroup var access: AccessOptions

    func run() throws { try Self.copy(exhibit, to: output, for: to, access) }

    /// Notes that an exhibit is copied, and copies it.
    static func copy(
        _ exhibit: String, to output: String, for recipient: String?, _ access: AccessOptions
    ) throws {
        guard !Folder.exists(output) else { throw FileError("create", output, number: EEXIST) }
        let argument = try access.read(exhibit, .copied, to: recipient)
        guard let (vault, entry) = argument.exhibit else {
            throw CommandError(.usage, "\(argument.shown): is no exhibit of the vault")
        }
        guard try vault.bundles.copy(entry, at: argument.path, to: output) else {
            throw CommandError(
                .badInput,
                "\(argument.shown): is not as the log has it, and was not copied; see: exhibit vault check")
        }
        Output.write(SafeText.escaped(output, limit: 4096) + "\n")
    }
}
