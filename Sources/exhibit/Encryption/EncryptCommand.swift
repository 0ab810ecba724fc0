import ArgumentParser
import Bytes
import Evidence
import Hashing
import SealedParts
import VerifyCommand

/// `exhibit encrypt`: a file that only some people can read.
struct EncryptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encrypt",
        abstract: "Encrypt a file to the holders of certificates.",
        discussion: """
            Writes a folder of parts, each of which openssl cms -decrypt opens too, and a list of them that you sign. The list is \
            not encrypted: it has the file's name, size and digest, and the names in the certificates. A recipient opens the \
            folder with: exhibit open
            """)

    @Argument(help: "A bundle, or any other file.") var file: String
    @OptionGroup var recipients: RecipientOptions
    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to make.", valueName: "FOLDER"))
    var output: String
    @OptionGroup(title: "Key") var key: KeyOptions

    func run() throws {
        let certificates = try recipients.certificates()
        let list = try SealedParts.encrypt(
            file, bundle: try? CustodyLog.bundle(of: file), to: certificates, by: key.unlock(), into: output,
            at: SealingClock.system.now())
        Output.write(RecipientOptions.report(list, folder: output))
    }
}
