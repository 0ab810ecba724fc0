import ArgumentParser
import Bytes
import Evidence
import Intake
import Posts
import Reporting
import Sealing
import VerifyCommand

/// `exhibit reports`: report lists, and what is decided about them.
struct ReportsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports",
        abstract: "Take in report lists, and settle which role the platform played.",
        subcommands: [Import.self, Review.self, List.self])

    /// `exhibit reports import`
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take over a list of reports: a table, JSON or JSON lines.",
            discussion: """
                Separator and encoding are found out. Columns with usual headings are known; a force's own are named \
                with --map FIELD=HEADING, where FIELD is one of: \(Report.Field.allCases.map(\.rawValue).joined(separator: ", ")). \
                Other columns, who reported among them, are not taken over. What is wrong with a row is said with line \
                and column, and the others are taken over. Status 0: all of it; 65: some rows were left out.
                """)

        @Argument(help: ArgumentHelp("The list.", valueName: "FILE")) var file: String
        @Option(
            help: ArgumentHelp(
                "What a heading means. Repeatable; or a JSON file of such pairs.", valueName: "FIELD=HEADING")
        )
        var map: [String] = []
        @Flag(help: "Only say what would be taken over.") var dryRun = false
        @Flag(help: "Print what was found as JSON.") var json = false
        @OptionGroup(title: "Reports") var options: ReportOptions

        func run() throws {
            let list = try ReportFile.read(file, map: map)
            ReportFile.tell(list)
            let added = dryRun ? nil : try options.open().add(list.reports, at: SealingClock.system.now())
            if json {
                Output.write(SafeJSON.text(ImportSummary.json(list, added)) + "\n")
            } else {
                Output.write(ImportSummary.text(list, added))
            }
            guard list.problems.allSatisfy(\.isTaken), added?.different.isEmpty ?? true else {
                throw ExitStatus.badInput.code
            }
        }
    }

    /// `exhibit reports list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the reports: reference, force, platform, role, and what became of the captures.")

        @Flag(help: "A table of comma-separated values.") var csv = false
        @Flag(help: "Everything that is known of each, as JSON lines.") var json = false
        @OptionGroup(title: "Reports") var options: ReportOptions

        func validate() throws {
            if csv, json { throw ValidationError("give --csv or --json, not both") }
        }

        func run() throws {
            let store = try options.open()
            if json { return try printAll(of: store) }
            var rows = [["reference", "received", "force", "platform", "offence", "role", "captures"]]
            for reference in try store.references() {
                guard let report = try store.report(reference) else { continue }
                let captures = try store.captures(Set(report.addresses.map(\.key)))
                let platforms = report.addresses.map(\.platform.name)
                rows.append([
                    reference, report.fields[.received] ?? "", report.fields[.force] ?? "",
                    Set(platforms).sorted().joined(separator: ", "), report.fields[.offence] ?? "",
                    try store.decision(reference)?.role.words ?? "not yet reviewed",
                    captures.map { $0.outcome ?? $0.state.rawValue }.joined(separator: ", "),
                ])
            }
            if csv {
                Output.write(rows.map(CommaSeparated.line).joined())
            } else {
                Output.write(TableText.columns(rows.map { $0.map { SafeText.escaped($0, limit: 60) } }))
            }
        }

        private func printAll(of store: ReportStore) throws {
            for reference in try store.references() {
                guard let report = try store.report(reference) else { continue }
                let whole = CaseFile.whole(
                    report, decision: try store.decision(reference),
                    suggestion: RoleRules.shipped?.suggestion(for: report))
                Output.write(SafeJSON.text(whole) + "\n")
            }
        }
    }
}
