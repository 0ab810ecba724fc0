import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Files
import Reading
import Reporting
import Vault
import VerifyCommand

/// `exhibit extract`: records and files of a bundle as files.
struct Extract: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write what is in a bundle to a fresh folder.",
        discussion: """
            Without further options: the page, the screenshots and what else the program made of it, and the evidence \
            files. Bodies of responses are written as recorded (.http) and once more without chunks and with gzip or \
            deflate undone. Names are made from numbers, never from the bundle; list.tsv tells what is what. Nothing is \
            opened or run. What is extracted may be harmful: open it with care. Of an exhibit of the vault, as SJ/1, the \
            custody log notes that it was copied.
            """)

    @Argument(help: ArgumentHelp("A bundle, or an exhibit as SJ/1.", valueName: "FILE.wacz")) var file: String
    @OptionGroup(title: "Trust") var trusted: TrustOptions
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder to make; else the file's name with -extracted.", valueName: "FOLDER"))
    var output: String?
    @Option(help: ArgumentHelp("One record only, by its number or urn:uuid:.", valueName: "ID")) var record:
        String?
    @Flag(help: "All records.") var all = false
    @Option(help: ArgumentHelp("Stop after this many bytes.", valueName: "BYTES")) var sizeLimit: Int?
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    func validate() throws {
        if record != nil, all { throw ValidationError("give --record or --all, not both") }
        if let sizeLimit, sizeLimit <= 0 { throw ValidationError("--size-limit: must be a number from 1") }
    }

    func run() throws {
        let argument = try access.read(file, .copied)
        let reading = try BundleReading.open(argument.path, trusted)
        Output.say(VerdictLine.text(reading.verdict))
        let folder = output ?? Self.folderName(argument)
        var limits = ExtractionLimits()
        if let sizeLimit { limits.totalBytes = sizeLimit }
        let selection = record.map(BundleExtraction.Selection.record) ?? (all ? .all : .readable)
        let extraction: BundleExtraction
        do {
            extraction = try BundleExtraction.extract(reading.bundle, to: folder, selection, limits: limits)
        } catch let error as ReadingError {
            throw CommandError(
                .badInput, "\(SafeText.escaped(file, limit: 4096)): \(SafeText.escaped("\(error)"))")
        }
        guard !extraction.isCut else {
            throw CommandError(
                .io,
                "stopped after \(limits.totalBytes) bytes: give --size-limit for more; what was written stays"
            )
        }
        Output.say("\(extraction.files) files; what is what stands in list.tsv")
        Output.write(SafeText.escaped(folder, limit: 4096) + "\n")
    }

    private static func folderName(_ argument: ExhibitArgument) -> String {
        if let (_, entry) = argument.exhibit {
            return entry.reference.text.replacing("/", with: "-") + "-extracted"
        }
        let file = argument.path
        return (file.hasSuffix(".wacz") ? String(file.dropLast(5)) : file) + "-extracted"
    }
}
