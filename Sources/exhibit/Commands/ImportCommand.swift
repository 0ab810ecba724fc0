import ArgumentParser
import Bytes
import Casework
import CustodyEvents
import Evidence
import Files
import ForeignRecords
import Hashing
import Reporting
import Sealing
import Storage
import Vault
import VerifyCommand

/// `exhibit import`: what a platform or a person handed over, as a bundle.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Put material that was handed over into a signed bundle.",
        discussion: """
            Files, folders and archives as they were received go into one bundle byte for byte; a ZIP file stays unopened. \
            Posts and messages in archives of X, Facebook, Instagram, Telegram, WhatsApp and Google, in HAR and MHTML files, \
            e-mails and web archives are read and listed; pictures tell what their camera noted. What is not read is kept \
            all the same, and named. Status 0: sealed. 65: a file is refused, and nothing was written.
            """)

    @Argument(help: ArgumentHelp("Files and folders.", valueName: "FILE")) var files: [String]
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The bundle to write (default: into the vault, or without one the first name with .wacz).",
            valueName: "FILE.wacz"))
    var output: String?
    @Option(
        help: ArgumentHelp("A reference for who handed it over; no name is needed.", valueName: "REFERENCE"))
    var receivedFrom: String?
    @Option(help: ArgumentHelp("When it was received: 2026-11-23, 2026-11-23T14:32.", valueName: "TIME"))
    var received: String?
    @Option(help: ArgumentHelp("How: on a stick, by mail, through a portal.", valueName: "TEXT")) var how:
        String?
    @Option(help: ArgumentHelp("The device that it comes from.", valueName: "TEXT")) var device: String?
    @Flag(help: "The files are the original.") var original = false
    @Flag(help: "The files are a copy.") var copy = false
    @Option(
        help: ArgumentHelp(
            "The preservation request that it answers, as exhibit preservation wrote it.",
            valueName: "FILE.json"))
    var answers: String?
    @Option(help: "A title of your own for the exhibit.") var title: String?
    @OptionGroup(title: "Vault") var intake: IntakeOptions
    @OptionGroup(title: "Key") var key: KeyOptions

    func validate() throws {
        if let received { try StatedTime.checkPast(received, "--received") }
        if original, copy { throw ValidationError("give --original or --copy, not both") }
    }

    func run() throws {
        var origin = MaterialImport.Origin()
        origin.receivedFrom = receivedFrom
        origin.received = received
        origin.how = how
        origin.device = device
        origin.isOriginal = original ? true : copy ? false : nil
        if let answers {
            let bytes = try WholeFile.read(answers, maximumBytes: 1 << 20)
            guard let reference = PreservationRequest.reference(bytes) else {
                throw CommandError(
                    .badInput, "\(SafeText.escaped(answers, limit: 4096)): is no preservation request")
            }
            origin.answers = reference
        }
        if let output { try IntakeOptions.checkFolder(of: output) }
        let vault = try intake.folder(output: output)
        let written = output ?? intake.path(Folder.name(of: files[0]) + ".wacz", vault)
        let officer = try key.unlock()
        let taking = try intake.intake(vault, title: title, by: officer)
        let result: MaterialImport.Result
        do {
            result = try MaterialImport.run(
                files, origin: origin, to: written, by: officer, clock: .system, software: Pack.software)
        } catch let error as ArchivedFiles.Refused {
            throw CommandError(.badInput, error.description)
        }
        for note in result.notes { Output.say(note) }
        let digest = try FileDigest.sha256(of: written)
        CustodyLog.note(.imported, written, digest: digest, by: officer, vault: vault?.path)
        let (path, name) = taking?.take(written, digest: digest, by: officer) ?? (written, nil)
        taking?.encrypt(path, by: officer)
        let exhibit = name.map { "  exhibit \(SafeText.escaped($0))\n" } ?? ""
        Output.write(
            "\(Counted.text(result.files, "file")), \(Counted.text(result.posts, "post")) or message\(result.posts == 1 ? "" : "s") read\n\(exhibit)  \(SafeText.escaped(path, limit: 4096))\n  SHA-256 \(digest.hex)\n"
        )
        if taking?.hasFailed == true { throw ExitStatus.io.code }
    }
}
