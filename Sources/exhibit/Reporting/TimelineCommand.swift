import ArgumentParser
import Bytes
import Evidence
import Files
import Reporting
import Sealing
import Storage
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

    @Argument(help: ArgumentHelp("Bundles.", valueName: "FILE.wacz")) var files: [String]
    @Flag(help: "A table of comma-separated values.") var csv = false
    @Option(help: ArgumentHelp("Write a page instead; the name must be free.", valueName: "PAGE.html"))
    var html: String?

    func run() throws {
        let timeline = Timeline(
            try files.map { try ReportSource(path: $0).bundle() })
        if let html {
            let page = timeline.html(made: SealingClock.system.now().wholeSeconds)
            try WholeFile.create(html, Array(page.utf8), mode: 0o644)
            Output.write(SafeText.escaped(html, limit: 4096) + "\n")
        } else {
            Output.write(csv ? timeline.commaSeparated : timeline.text)
        }
    }
}
