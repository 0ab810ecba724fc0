public import ArgumentParser
import Bytes
import Evidence
import Files
import Intake
import Reporting
import Sealing
import Storage
import VerifyCommand

extension ReportStatistics.Dimension: ExpressibleByArgument {}

/// `exhibit stats`: how many reports, of which platform and offence, and in which role the platform was.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count reports by force, platform, offence, role, month and year.",
        discussion: """
            Only roles that an officer confirmed are counted; reports that nobody has reviewed yet stand in a column of \
            their own. --published prints the published figures that come with the program instead, as published.
            """)

    @Option(help: "Count by this; repeatable (default: year, force, platform).")
    var by: [ReportStatistics.Dimension] = []
    @Flag(help: "Published figures of forces, with the words that published them.") var published = false
    @Flag(help: "A table of comma-separated values.") var csv = false
    @Option(
        help: ArgumentHelp("Write a page with plots instead; the name must be free.", valueName: "PAGE.html"))
    var html: String?
    @OptionGroup(title: "Reports") var options: ReportOptions

    func run() throws {
        var plots: [(heading: String, bars: [StatisticsHTML.Bar])] = []
        let table: StatisticsTable
        if published {
            let figures = PublishedFigures.shipped
            table = StatisticsTable(figures)
            plots.append(
                (
                    "As a plot",
                    figures.map {
                        .init(label: "\($0.force) \($0.year), \($0.platform): \($0.measure)", count: $0.count)
                    }
                ))
        } else {
            let statistics = try ReportStatistics(
                options.open(), by: by.isEmpty ? [.year, .force, .platform] : by)
            table = StatisticsTable(statistics)
            plots.append(
                (
                    "Reports",
                    statistics.lines.map { .init(label: $0.values.joined(separator: ", "), count: $0.total) }
                ))
            var roles = PlatformRole.allCases.map { role in
                StatisticsHTML.Bar(
                    label: role.words, count: statistics.lines.reduce(0) { $0 + ($1.roles[role] ?? 0) })
            }
            roles.append(
                .init(label: "not yet reviewed", count: statistics.lines.reduce(0) { $0 + $1.unreviewed }))
            plots.append(("Roles of the platform", roles))
        }
        let title =
            published
            ? "Published figures"
            : "Reports by \(table.headings.prefix { $0 != "reports" }.joined(separator: ", "))"
        if let html {
            let page = StatisticsHTML.page(
                title: title, tables: [("In figures", table)], plots: plots,
                made: SealingClock.system.now().wholeSeconds)
            try WholeFile.create(html, Array(page.utf8), mode: 0o644)
            Output.write(SafeText.escaped(html, limit: 4096) + "\n")
        } else if csv {
            Output.write(table.commaSeparated)
        } else {
            Output.write(table.text(width: 56, without: ["quote"]))
        }
    }
}
