public import Intake

/// Statistics as a table of texts, for a terminal and for spreadsheets.
public struct StatisticsTable: Sendable {
    public let headings: [String]
    public let rows: [[String]]
    /// What a reader must know, a sentence each.
    public let notes: [String]

    /// Reports of this machine.
    public init(_ statistics: ReportStatistics) {
        headings =
            statistics.dimensions.map(\.rawValue) + ["reports"] + PlatformRole.allCases.map(\.words)
            + ["not yet reviewed", "all captured or gone", "change", "change of tool"]
        rows = statistics.lines.map { line in
            line.values + [String(line.total)] + PlatformRole.allCases.map { String(line.roles[$0] ?? 0) }
                + [String(line.unreviewed), String(line.captured), line.change, line.toolChange]
        }
        var notes = [
            "Only roles that an officer confirmed are counted; the others are not yet reviewed.",
            "“mention” is a report that names the platform, which had no part in the offence: it is not counted as “tool”.",
            "Change is against the year before; that of “tool” only where every report of both years was reviewed.",
        ]
        if statistics.several > 0 {
            notes.append(
                "\(statistics.several) reports are of several platforms and stand in a line for each, so lines do not add up to all reports."
            )
        }
        self.notes = notes
    }

    /// Figures that were published.
    public init(_ figures: [PublishedFigures.Figure]) {
        headings = [
            "force", "year", "platform", "what was counted", "count", "as published", "change", "quote",
        ]
        rows = figures.map { figure in
            [
                figure.force, String(figure.year), figure.platform, figure.measure, String(figure.count),
                figure.qualifier, figure.change, figure.quote,
            ]
        }
        notes = [
            "Published figures mix offences committed through a platform with offences whose report merely mentions it.",
            "A change is computed only from two exact figures of years that follow one another.",
        ]
    }

    /// Lines of comma-separated values.
    public var commaSeparated: String { ([headings] + rows).map(CommaSeparated.line).joined() }

    /// Columns for a terminal; texts longer than `width` are cut.
    public func text(width: Int = 40, without hidden: Set<String> = []) -> String {
        let shown = headings.indices.filter { !hidden.contains(headings[$0]) }
        let cells = ([headings] + rows).map { row in
            shown.map { TableText.cut(row[$0], to: width) }
        }
        return TableText.columns(
            cells, rightFrom: rows.first.map { row in shown.map { Int(row[$0]) != nil } } ?? [])
            + notes.map { "\n" + $0 }.joined() + "\n"
    }
}
