import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Reading
import Reporting
import Storage
import Vault
import VerifyCommand

/// `exhibit show`: what a bundle says, on the terminal or as a page.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a bundle says: address, times, outcome, caveats, who signed.",
        discussion: """
            Begins with the verdict of a quick check, so that nobody reads a changed file unwarned. With --html, one page \
            with the screenshots is written, for reading, printing or handing over; it needs no other file, and holds \
            no script. An exhibit of the vault can be named by its reference, as SJ/1; that it was looked at is noted in the \
            custody log, which needs your key. Status 0: shown, whatever the verdict.
            """)

    @Argument(help: ArgumentHelp("A bundle, or an exhibit as SJ/1.", valueName: "FILE.wacz")) var file: String
    @OptionGroup(title: "Trust") var trusted: TrustOptions
    @Option(help: ArgumentHelp("Write a page instead; the name must be free.", valueName: "PAGE.html"))
    var html: String?
    @Flag(
        help:
            "Print what the catalogue has of an exhibit as one JSON object; the verdict goes to standard error."
    ) var json = false
    @OptionGroup var sensitive: SensitiveContent
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    func validate() throws {
        if html != nil, json { throw ValidationError("give --html or --json, not both") }
    }

    func run() throws {
        let argument = try access.read(file, .viewed)
        let reading = try BundleReading.open(argument.path, trusted)
        if json { return try write(argument, reading) }
        let hidden = try sensitive.reasonToHide(argument, reading.bundle)
        let summary = try reading.summary()
        let sheet = ExhibitSheet(
            fileName: argument.exhibit?.entry.name ?? Folder.name(of: file), verdict: reading.verdict,
            summary: hidden.map { summary.withoutContents($0) } ?? summary,
            made: SealingClock.system.now().wholeSeconds, clock: LocalZone.machine)
        guard let html else {
            if let (_, entry) = argument.exhibit { Output.write(ExhibitTable.head(entry)) }
            if let hidden { Output.write(SensitiveContent.sentence(hidden) + "\n\n") }
            _ = Output.write(SheetText.report(sheet))
            return
        }
        if let hidden {
            throw CommandError(
                .usage, "the page would show what was posted (\(hidden)); --show-sensitive writes it")
        }
        try WholeFile.create(html, Array(SheetHTML.page(sheet).utf8), mode: 0o644)
        Output.say(VerdictLine.text(reading.verdict))
        Output.write(SafeText.escaped(html, limit: 4096) + "\n")
    }

    private func write(_ argument: ExhibitArgument, _ reading: BundleReading) throws {
        guard let (_, entry) = argument.exhibit else {
            throw CommandError(.usage, "--json: \(argument.shown) is no exhibit of the vault")
        }
        Output.say(VerdictLine.text(reading.verdict))
        Output.write(ExhibitTable.json([entry], total: 1))
    }
}
