import ArgumentParser

/// Which reports a batch captures, and how.
struct BatchOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Take in this list of reports (a table, JSON, or an address a line) and capture its posts.",
            valueName: "FILE"))
    var from: String?
    @Option(help: ArgumentHelp("Capture the posts of this report. Repeatable.", valueName: "REFERENCE"))
    var report: [String] = []
    @Option(
        help: ArgumentHelp(
            "With --from: what a heading means, as for reports import.", valueName: "FIELD=HEADING"))
    var map: [String] = []
    @Option(help: ArgumentHelp("Captures at once.", valueName: "N")) var jobs = 2
    @Option(
        help: ArgumentHelp(
            "Seconds between two captures of one host; none for a server of this machine.",
            valueName: "SECONDS"))
    var delay = 1.0
    @OptionGroup var store: ReportOptions

    var isEmpty: Bool { from == nil && report.isEmpty }

    func validate() throws {
        guard (1...16).contains(jobs) else { throw ValidationError("--jobs: must be 1 to 16") }
        guard (0...3600).contains(delay) else { throw ValidationError("--delay: must be 0 to 3600 seconds") }
    }
}
