public import Bytes
import Evidence
import Hashing
import Reading

/// Schedules of unused material over several bundles: what is not sensitive, and what is, each in a file of its own and numbered from 1.
///
/// Which material is relevant, unused or sensitive is for the disclosure officer to say; a bundle whose report marks it as showing a
/// person under 18 or an intimate image is put down as sensitive.
public struct DisclosureSchedules {
    /// A bundle that goes onto a schedule.
    public struct Item: Sendable {
        public let bundle: ReportedBundle
        public let reference: String?
        /// Why it is sensitive, in the officer's words; nil where they name none.
        public let sensitivity: String?

        public init(_ bundle: ReportedBundle, reference: String?, sensitivity: String?) {
            self.bundle = bundle
            self.reference = reference
            self.sensitivity = sensitivity
        }

        /// Why it is sensitive; nil for what is not.
        var reason: String? { sensitivity ?? bundle.summary.sensitivity }
    }

    private let items: [Item]
    private let made: Timestamp
    private let texts = DatedTexts.schedules

    public init(_ items: [Item], made: Timestamp) {
        self.items = items
        self.made = made
    }

    /// Which schedule: the sensitive one is for the prosecutor alone, and is never in one file with the other.
    public enum Kind: String, Sendable, CaseIterable {
        case nonSensitive, sensitive
    }

    /// One schedule as a page.
    public func html(_ kind: Kind) -> String {
        let rows = rows(kind)
        let (name, heading) = (texts.text(kind.rawValue, "name"), texts.text(kind.rawValue, "title"))
        var page = ReportPage(
            "Disclosure schedule",
            title: "\(heading) (\(name)): \(rows.count) item\(rows.count == 1 ? "" : "s")", made: made)
        page.body.paragraph("DRAFT", "draft")
        page.body.paragraph("For \(texts.text("law")). The disclosure officer completes and signs it.")
        if kind == .sensitive {
            page.body.paragraph("For the prosecutor alone: it is not to be given to anybody else.")
        }
        page.body.heading(2, "Items")
        if rows.isEmpty {
            page.body.paragraph("No item.")
        } else {
            page.body.table("\(name), items numbered from 1", texts.list(kind.rawValue, "columns"), rows)
        }
        page.body.heading(2, "Signed by the disclosure officer")
        page.body.blankLines(2, label: "Blank lines for name, signature and date")
        page.body.checks(texts)
        return page.html
    }

    /// One schedule as comma-separated values; the first column says which.
    public func commaSeparated(_ kind: Kind) -> String {
        let lines =
            [["Schedule"] + texts.list(kind.rawValue, "columns")]
            + rows(kind).map { [texts.text(kind.rawValue, "name")] + $0 }
        return lines.map(CommaSeparated.line).joined()
    }

    private func rows(_ kind: Kind) -> [[String]] {
        items.filter { ($0.reason == nil) == (kind == .nonSensitive) }.enumerated().map { place, item in
            [
                String(place + 1), description(item), item.bundle.label, item.bundle.summary.digest.hex,
                item.reason ?? "", "",
            ]
        }
    }

    private func description(_ item: Item) -> String {
        let summary = item.bundle.summary
        let facts = summary.facts
        let references = summary.reports.prefix(20).compactMap { $0["reference"]?.string }
        var parts = [
            "Signed bundle: capture of \(facts.target), \(facts.window.begun.text)",
            "outcome: \(facts.outcome.words)",
            "\(summary.posts.count) posts read, \(summary.screenshots.count) screenshots",
        ]
        if let reference = item.reference { parts.insert(reference, at: 0) }
        if !references.isEmpty { parts.append("of report \(references.joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }
}
