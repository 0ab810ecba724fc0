import ArgumentParser
import Bytes
import Evidence
import Files
import Reading
import Reporting
import Storage
import VerifyCommand

/// `exhibit show`: what a bundle says, on the terminal or as a page.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a bundle says: address, times, outcome, caveats, who signed.",
        discussion: """
            Begins with the verdict of a quick check, so that nobody reads a changed file unwarned. With --html, one page \
            with the screenshots is written, for reading, printing or handing over; it needs no other file, and holds \
            no script. Status 0: shown, whatever the verdict.
            """)

    @Argument(help: ArgumentHelp("A bundle.", valueName: "FILE.wacz")) var file: String
    @OptionGroup(title: "Trust") var trusted: TrustOptions
    @Option(help: ArgumentHelp("Write a page instead; the name must be free.", valueName: "PAGE.html"))
    var html: String?

    func run() throws {
        let reading = try BundleReading.open(file, trusted)
        let sheet = ExhibitSheet(
            fileName: Folder.name(of: file), verdict: reading.verdict, summary: try reading.summary(),
            made: SealingClock.system.now().wholeSeconds, clock: LocalZone.machine)
        guard let html else {
            Output.write(SheetText.report(sheet))
            return
        }
        try WholeFile.create(html, Array(SheetHTML.page(sheet).utf8), mode: 0o644)
        Output.say(VerdictLine.text(reading.verdict))
        Output.write(SafeText.escaped(html, limit: 4096) + "\n")
    }
}
