import Bytes
import Evidence
import Hashing
import Reading
import Verifier

/// A sheet as plain text for a terminal; everything from the bundle is escaped.
public enum SheetText {
    private static let maximumItems = 40

    public static func report(_ sheet: ExhibitSheet) -> String {
        let summary = sheet.summary
        let facts = summary.facts
        var lines = [VerdictLine.text(sheet.verdict), ""]
        lines.append(
            sheet.verdict.status == .notAsSealed
                ? "What the file says, which may have been changed:" : "What the bundle says:")
        lines += posts(sheet)
        var rows: [(String, String)] = [("Captured", facts.target)]
        if let final = facts.final, final != facts.target { rows.append(("Led to", final)) }
        if let title = facts.title, !title.isEmpty { rows.append(("Title", title)) }
        rows.append(("Outcome", "\(facts.outcome.words): \(facts.outcome.reason)"))
        rows.append(("Begun", facts.window.begun.text))
        rows.append(("Ended", facts.window.ended.text + ", both by the capturing machine's clock"))
        rows += summary.screenshots.map { ("Picture", sheet.caption($0)) }
        rows.append(("Records", sheet.records))
        rows.append(
            (
                "Traffic",
                "\(facts.exchanges) answers over \(facts.connections) connections, \(facts.bytes) bytes"
            ))
        rows.append(("Bundle", summary.statement.bundle.urn))
        if let derivation = summary.derivation {
            rows.append(("Disclosed", "in part, as \(derivation.bundle.urn)"))
            rows.append(("Withheld", derivation.words))
        }
        lines += table(rows)
        if let note = summary.note {
            lines += ["", "In the officer's own words:"]
            lines += table(
                [("By", note.by), ("Title", note.title ?? ""), ("Note", note.text ?? "")].filter {
                    !$0.1.isEmpty
                })
        }
        lines += list("Limits reached", facts.reached)
        lines += list("Caveats", facts.caveats.map { "\($0.text) [\($0.code)]" })
        lines += list("Not recorded", facts.notRecordedLines)
        lines += ["", "Signed, as the certificate claims, by:"]
        let signer = summary.signer
        lines += table([
            ("Name", signer.holder), ("Force", signer.organization ?? "not named"),
            ("Key", KeyText.short(signer.keyDigest)), ("", signer.keyDigest.text),
        ])
        lines += ["", "Digests:"]
        lines += table([
            ("File", "\(summary.bytes) bytes, SHA-256"), ("", summary.digest.hex),
            ("Statement", "SHA-256"), ("", summary.statementDigest.hex),
        ])
        lines += ["", "A full check: exhibit verify \(SafeText.escaped(sheet.fileName))"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The reported post, or what else was read; a reading of the records, and called so.
    private static func posts(_ sheet: ExhibitSheet) -> [String] {
        let posts = sheet.summary.posts
        guard let first = posts.first else { return [] }
        let isReported = first["reported"]?.bool == true
        var lines = [
            isReported
                ? "The reported post, as read from the records:" : "A post in it, as read from the records:"
        ]
        lines += PostText.lines(first).map { "  " + $0 }
        if posts.count > 1 {
            lines.append(
                "  \(posts.count - 1) more posts were read: exhibit posts \(SafeText.escaped(sheet.fileName))"
            )
        }
        return lines + ["", "The capture:"]
    }

    private static func table(_ rows: [(String, String)]) -> [String] {
        rows.map { name, value in
            "  " + name + String(repeating: " ", count: max(0, 11 - name.utf8.count))
                + SafeText.escaped(value, limit: BundleLimits.uriBytes)
        }
    }

    private static func list(_ heading: String, _ items: [String]) -> [String] {
        guard !items.isEmpty else { return [] }
        var lines = ["", heading + ":"]
        lines += items.prefix(maximumItems).map { "  - " + SafeText.escaped($0, limit: 1000) }
        if items.count > maximumItems { lines.append("  - and \(items.count - maximumItems) more") }
        return lines
    }
}
