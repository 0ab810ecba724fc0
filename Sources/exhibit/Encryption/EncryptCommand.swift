import ArgumentParser
import Bytes
import CustodyEvents
import Evidence
import Files
import Glibc
import Hashing
import SealedParts
import Storage
import Vault
import VerifyCommand

/// `exhibit encrypt`: a file that only some people can read.
struct EncryptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encrypt",
        abstract: "Encrypt a file to the holders of certificates.",
        discussion: """
            Writes a folder of parts, each of which openssl cms -decrypt opens too, and a list of them that you sign. The list is \
            not encrypted: it has the file's name, size and digest, and the names in the certificates. A recipient opens the \
            folder with: exhibit open. An exhibit of the vault, also one that is named by its file there, is noted in the custody log as \
            copied to them.
            """)

    @Argument(help: "A bundle, an exhibit as SJ/1, or any other file.") var file: String
    @OptionGroup var recipients: RecipientOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to make.", valueName: "FOLDER"))
    var output: String
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    func run() throws {
        let certificates = try recipients.certificates()
        guard !Folder.exists(output) else { throw FileError("create", output, number: EEXIST) }
        let names = certificates.map { SafeText.escaped($0.holder, limit: 120) }.joined(separator: "; ")
        let (argument, officer) = try access.readAsOfficer(file, .copied, to: names)
        if let digest = argument.exhibit?.entry.digest {
            guard try FileDigest.sha256(of: argument.path) == digest else {
                throw CommandError(
                    .badInput,
                    "\(argument.shown): is not as the log has it, and was not encrypted; see: exhibit vault check"
                )
            }
        }
        let list = try CommandError.naming(argument.shown) {
            try SealedParts.encrypt(
                argument.path, bundle: try? argument.bundle(), to: certificates, by: officer, into: output,
                at: SealingClock.system.now())
        }
        Output.write(RecipientOptions.report(list, folder: output))
    }
}
