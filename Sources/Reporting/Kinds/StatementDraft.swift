public import Bytes
import Evidence
import Hashing
import Reading
import Verifier

/// The draft of a witness statement: what the program knows, in numbered paragraphs, each with where it is from; the officer's own
/// words are left open.
public struct StatementDraft {
    /// As far as the officer gives it; nil becomes a line to be filled by hand.
    public struct Witness: Sendable {
        public var name: String?
        public var rank: String?
        public var exhibitReference: String?

        public init() {}
    }

    private let bundle: ReportedBundle
    private let witness: Witness
    private let made: Timestamp
    private let clock: WallClock
    private let texts = DatedTexts.statement
    private static let blank = "____________________"

    public init(
        _ bundle: ReportedBundle, witness: Witness, made: Timestamp, clock: WallClock
    ) {
        self.bundle = bundle
        self.witness = witness
        self.made = made
        self.clock = clock
    }

    public var html: String {
        var page = ReportPage("Witness statement, draft", title: "Statement of \(name)", made: made)
        page.body.warning(of: bundle)
        page.body.paragraph("DRAFT", "draft")
        page.body.paragraph(
            "(\(texts.text("law"))) Every paragraph is to be read, corrected and completed by the witness before it is signed."
        )
        page.body.facts([
            ("Statement of", name),
            ("Age if under 18", "over 18, if that is so; else the age: \(Self.blank)"),
            ("Occupation", witness.rank ?? Self.blank), ("Exhibit", reference),
        ])
        page.body.quote(texts.text("declaration"))
        page.body.facts([("Signature", Self.blank), ("Date", Self.blank)])
        page.body.heading(2, "What the program did and saw")
        page.body.list(paragraphs, isOrdered: true)
        page.body.heading(2, "In my own words")
        page.body.paragraph(
            "Why I made the capture, what I saw on the screen, and what I did before and after.")
        page.body.blankLines(12, label: "Blank lines for the witness’s own words")
        page.body.facts([
            ("Signature", Self.blank), ("Witnessed by", Self.blank), ("Number of pages", Self.blank),
        ])
        page.body.checks(texts)
        return page.html
    }

    private var summary: BundleSummary { bundle.summary }
    private var signer: String { summary.signer.holder }
    private var name: String { witness.name ?? signer }
    private var reference: String { witness.exhibitReference ?? Self.blank }

    private enum Source: String {
        case observed = "observed by the program"
        case typed = "typed by the officer"
        case stated = "stated in the report"
        case read = "read by the program out of the records"
        case claimed = "as the certificate claims"
    }

    private func said(_ text: String, _ source: Source) -> String { "\(text) (\(source.rawValue))" }

    private var paragraphs: [String] {
        let facts = summary.facts
        var list = [
            said("I am \(name)\(summary.signer.organization.map { " of \($0)" } ?? "").", .claimed)
        ]
        list += summary.reports.prefix(20).compactMap { report in
            guard let reference = report["reference"]?.string else { return nil }
            let received = report["received"]?.string.map { ", received \($0)" } ?? ""
            return said("The capture is of report \(reference)\(received).", .stated)
        }
        for report in (summary.authority["reports"]?.array ?? []).prefix(20) {
            let words = (report.object ?? []).filter { $0.name != "reference" }.prefix(10).map {
                "\($0.name): \($0.value.string ?? "")"
            }
            if !words.isEmpty {
                list.append(said("The capture rested on this.\n" + words.joined(separator: "\n"), .stated))
            }
        }
        let verb = facts.engine == .pack ? "put files into a bundle, named" : "capture the address"
        list += [
            said(
                "On \(clock.words(facts.window.begun)) I used the program exhibit, version \(facts.software.exhibit), on \(facts.software.system), to \(verb) \(facts.target)",
                .observed),
            said(
                "The capture ended on \(clock.words(facts.window.ended)). Both times are those of the machine’s clock; \(facts.clockWords("it")).",
                .observed),
            said("The outcome was: \(facts.outcome.words), \(facts.outcome.reason).", .observed),
        ]
        if let words = summary.hiddenWords { list.append(words) }
        if let title = facts.title, !title.isEmpty {
            list.append(said("The page called itself “\(title)”.", .observed))
        }
        if let post = summary.posts.first(where: { $0["reported"]?.bool == true }) {
            list.append(
                said(
                    "The reported post reads:\n"
                        + PostFacts(post).rows.prefix(12).map { "\($0.name): \($0.value)" }.joined(
                            separator: "\n"), .read))
        }
        list.append(
            said(
                "The program recorded \(facts.exchanges) answers of servers over \(facts.connections) connections, \(facts.bytes) bytes, and \(summary.screenshots.count) screenshots.",
                .observed))
        for caveat in facts.caveats.prefix(20) { list.append(said("It noted: \(caveat.text).", .observed)) }
        if !facts.notRecorded.isEmpty {
            list.append(
                said(
                    "\(facts.notRecorded.count) things were there and were not recorded; the bundle lists them.",
                    .observed))
        }
        if let note = summary.note, let text = note.text ?? note.title {
            list.append(said("At the time I noted: “\(text)”.", .typed))
        }
        list.append(
            said(
                "The program sealed all this into the file \(bundle.fileName), \(summary.bytes) bytes, and signed it with the key \(KeyText.short(summary.signer.keyDigest)). The SHA-256 digest of the file is \(DigestWords.grouped(summary.digest).joined(separator: " ")) (in short \(KeyText.short(summary.digest))).",
                .observed))
        list.append("I produce this file as exhibit \(reference).")
        return list
    }
}
