public import Bytes
import Tables

/// What is wrong with a row of a list.
public struct ImportProblem: Sendable, Equatable, Error {
    /// In a table or JSON lines the line of the file, in a JSON array the number of the element.
    public let line: Int
    public let column: String?
    public let reference: String?
    /// In plain English.
    public let text: String
    /// Whether the report was taken over all the same, without this value.
    public var isTaken = false
}

/// A list of reports, read and checked.
public struct ReportImport: Sendable {
    public let reports: [Report]
    public let problems: [ImportProblem]
    /// In words, how the file was read.
    public let form: String
    /// Headings of columns that were not taken over; what is personal is among them.
    public let ignored: [String]

    /// Reads a list. Throws `ColumnMap.Problem` for a file that is none.
    ///
    /// `today` is the day up to which dates are believed.
    public init(_ bytes: [UInt8], map: ColumnMap, today: Timestamp) throws(ColumnMap.Problem) {
        let list = try ReportList(bytes)
        form = list.form
        guard list.headings.contains(where: { map.field($0) == .reference }) || list.rows.isEmpty else {
            throw ColumnMap.Problem(
                description: "no column holds the reference of a report; name it with --map reference=HEADING"
            )
        }
        ignored = list.headings.filter { map.field($0) == nil }
        var problems = list.problems
        var reports: [Report] = []
        var seen: [String: Int] = [:]
        for row in list.rows {
            var reading = RowReading(row, map: map, today: today.text)
            let report = reading.report()
            problems += reading.problems
            guard let report else { continue }
            if let earlier = seen[report.reference] {
                problems.append(
                    ImportProblem(
                        line: row.line, column: nil, reference: report.reference,
                        text: "the reference stands in line \(earlier) already; this row was left out"))
                continue
            }
            seen[report.reference] = row.line
            reports.append(report)
        }
        self.reports = reports
        self.problems = problems.sorted { $0.line < $1.line }
    }

    /// Reports of the same post, where each is of that post alone; in the order of the list.
    public var duplicates: [[String]] {
        var groups: [String: [String]] = [:]
        var order: [String] = []
        for report in reports where report.addresses.count == 1 {
            let key = report.addresses[0].key
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(report.reference)
        }
        return order.compactMap { groups[$0] }.filter { $0.count > 1 }
    }
}

/// One row on its way to a report.
private struct RowReading {
    let row: ReportList.Row
    let map: ColumnMap
    let today: String
    var problems: [ImportProblem] = []
    private var reference: String?

    init(_ row: ReportList.Row, map: ColumnMap, today: String) {
        self.row = row
        self.map = map
        self.today = today
    }

    private mutating func note(_ column: String?, _ text: String, isTaken: Bool = true) {
        problems.append(
            ImportProblem(line: row.line, column: column, reference: reference, text: text, isTaken: isTaken))
    }

    mutating func report() -> Report? {
        var texts: [Report.Field: (heading: String, text: String)] = [:]
        for (heading, text) in row.cells {
            guard let field = map.field(heading) else { continue }
            let trimmed = WhiteSpace.trimmed(text)
            if !trimmed.isEmpty, texts[field] == nil { texts[field] = (heading, trimmed) }
        }
        guard let reference = texts[.reference]?.text else {
            note(
                row.cells.first { map.field($0.heading) == .reference }?.heading, "there is no reference",
                isTaken: false)
            return nil
        }
        guard reference.utf8.count <= 200, !reference.contains(where: \.isNewline) else {
            note(
                texts[.reference]?.heading, "the reference is longer than 200 bytes, or several lines",
                isTaken: false)
            return nil
        }
        self.reference = reference
        var report = Report(reference: reference)
        for (field, cell) in texts { take(field, cell, into: &report) }
        checkOrder(texts, &report)
        return report
    }

    private mutating func take(
        _ field: Report.Field, _ cell: (heading: String, text: String), into report: inout Report
    ) {
        switch field {
        case .reference: break
        case .received, .incidentDate:
            guard let date = ReportDate.read(cell.text) else {
                return note(
                    cell.heading,
                    "\(SafeText.escaped(cell.text, limit: 60)) is no date (day before month, or 2024-11-30); taken over without it"
                )
            }
            report.fields[field] = date
        case .url: takeAddresses(cell, into: &report)
        case .strand, .platform:
            let parts = cell.text.split { ",;/\n".contains($0) }.map { WhiteSpace.trimmed(String($0)) }
            report.fields[field] = parts.map(Self.named).joined(separator: ", ")
        case .force: report.fields[field] = Self.named(cell.text)
        case .under18, .intimateImage, .threatToLife:
            if ["yes", "y", "true", "1", "x"].contains(cell.text.lowercased()) {
                report.fields[field] = "yes"
            }
        default: report.fields[field] = String(cell.text.prefix(100_000))
        }
    }

    private mutating func takeAddresses(_ cell: (heading: String, text: String), into report: inout Report) {
        let parts = cell.text.split { $0.isWhitespace || $0 == "," && !cell.text.contains("?") }
        // Between words a dot is no sign of a server.
        let hasWords = parts.contains { ReportedAddress(String($0)) == nil }
        if hasWords {
            note(cell.heading, "\(SafeText.escaped(cell.text, limit: 200)) is no address of a page")
        }
        for part in parts
        where !hasWords || part.contains("://") || part.hasPrefix("www.") || part.contains("/") {
            guard let address = ReportedAddress(String(part)) else { continue }
            if !report.addresses.contains(where: { $0.key == address.key }) {
                report.addresses.append(address)
            }
        }
    }

    /// What happened was before it was reported, and neither is still to come.
    private mutating func checkOrder(
        _ texts: [Report.Field: (heading: String, text: String)], _ report: inout Report
    ) {
        if let received = report.fields[.received], received.prefix(10) > today.prefix(10) {
            report.fields[.received] = nil
            note(
                texts[.received]?.heading,
                "\(SafeText.escaped(received)) is still to come; taken over without it")
        }
        guard let incident = report.fields[.incidentDate] else { return }
        let last = report.fields[.received] ?? today
        if incident.prefix(10) > last.prefix(10) {
            report.fields[.incidentDate] = nil
            note(
                texts[.incidentDate]?.heading,
                "\(SafeText.escaped(incident)) is after the report was received; taken over without it")
        }
    }

    /// A name with its first letters large where it is written all small; `staffordshire police` as `Staffordshire Police`.
    private static func named(_ text: String) -> String {
        guard text == text.lowercased() else { return text }
        return text.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(
            separator: " ")
    }
}
