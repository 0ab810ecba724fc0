import ArgumentParser
import Bytes
import CustodyEvents
import Evidence
import Files
import Reporting
import Sealing
import Storage
import Vault
import VerifyCommand

/// `exhibit timeline`: occasions in order.
struct TimelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Put posts, captures and reports of several bundles in order, with gaps and counts.",
        discussion: """
            When a post was made is what the platform says; when it was captured is by the capturing machine's clock; when it was \
            reported is what the report states. One post that was captured twice counts once. What is printed is a table; \
            --csv prints comma-separated values, --html writes a page.
            """)

    @Argument(help: ArgumentHelp("Bundles, or exhibits as SJ/1.", valueName: "FILE.wacz"))
    var files: [String] = []
    @Option(help: ArgumentHelp("All exhibits of a case in the vault besides.", valueName: "CASE"))
    var `case`: String?
    @Flag(help: "A table of comma-separated values.") var csv = false
    @Option(help: ArgumentHelp("Write a page instead; the name must be free.", valueName: "PAGE.html"))
    var html: String?
    @OptionGroup var sensitive: SensitiveContent
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    private static let mostExhibits = 10_000

    func validate() throws {
        if files.isEmpty, `case` == nil { throw ValidationError("give bundles, or a case with --case") }
    }

    /// The exhibits of the case, by their names.
    private func exhibits() throws -> [String] {
        guard let `case` else { return [] }
        var filter = Catalogue.Filter()
        filter.casework = `case`
        let (entries, total) = try access.place.open().catalogue.list(filter, limit: Self.mostExhibits)
        guard !entries.isEmpty else {
            throw CommandError(.noInput, "\(SafeText.escaped(`case`)): no exhibit is in such a case")
        }
        if total > entries.count {
            Output.say("only the newest \(entries.count) of \(total) exhibits are shown")
        }
        return entries.reversed().map(\.bundle.text)
    }

    func run() throws {
        let timeline = Timeline(
            try access.read(files + exhibits(), .viewed).map { try ReportSource($0).bundle() },
            hidesSensitive: !sensitive.showSensitive)
        if let html {
            let page = timeline.html(made: SealingClock.system.now().wholeSeconds)
            try WholeFile.create(html, Array(page.utf8), mode: 0o644)
            Output.write(SafeText.escaped(html, limit: 4096) + "\n")
        } else {
            Output.write(csv ? timeline.commaSeparated : timeline.text)
        }
    }
}
