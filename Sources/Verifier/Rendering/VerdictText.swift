import Bytes
import Evidence
import Hashing

/// A verdict in plain English.
public enum VerdictText {
    private static let width = 96

    /// The report on one file; `name` is shown escaped.
    public static func report(_ verdict: Verdict, name: String) -> String {
        var lines: [String] = []
        lines.append("\(title(verdict))  \(SafeText.escaped(name))")
        lines += wrapped(verdict.headline, indent: "  ")
        lines += subject(verdict)
        lines += signer(verdict)
        lines += failures(verdict)
        lines += caveats(verdict)
        lines += limits(verdict)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func title(_ verdict: Verdict) -> String {
        switch verdict.status {
        case .intact: return "INTACT"
        case .cannotBeVerified: return "CANNOT BE VERIFIED"
        case .notAsSealed:
            let kinds = verdict.findings.compactMap { finding -> Finding.Kind? in
                if case .failure(let kind) = finding.weight { kind } else { nil }
            }
            let kind =
                kinds.contains(.altered) ? "altered" : kinds.contains(.malformed) ? "malformed" : "damaged"
            return "NOT AS SEALED (\(kind))"
        }
    }

    private static func subject(_ verdict: Verdict) -> [String] {
        let subject = verdict.subject
        guard verdict.status != .notAsSealed || subject.facts != nil else { return [] }
        var rows: [(String, String)] = []
        if let facts = subject.facts {
            rows.append(("Captured", SafeText.escaped(facts.target)))
            if let final = facts.final, final != facts.target {
                rows.append(("Led to", SafeText.escaped(final)))
            }
            rows.append(("Outcome", "\(facts.outcome.words): \(SafeText.escaped(facts.outcome.reason))"))
        }
        if let window = subject.window {
            rows.append(
                ("Between", "\(window.begun.text) and \(window.ended.text), by the capturing machine's clock")
            )
        }
        if let records = subject.records { rows.append(("Records", "\(records)")) }
        if let bundle = subject.bundle { rows.append(("Bundle", bundle)) }
        guard !rows.isEmpty else { return [] }
        let intro =
            verdict.status == .notAsSealed
            ? "What the file says, which may have been changed:" : "What the bundle says:"
        return ["", intro] + table(rows)
    }

    private static func signer(_ verdict: Verdict) -> [String] {
        guard let signer = verdict.subject.signer else { return [] }
        var rows = [("Name", SafeText.escaped(signer.commonName ?? signer.subject))]
        if let organization = signer.organization { rows.append(("Force", SafeText.escaped(organization))) }
        rows.append(("Key", KeyText.short(signer.keyDigest)))
        rows.append(("", signer.keyDigest.text))
        rows.append(
            ("Trusted", verdict.subject.anchor ?? "no: nothing that you gave ties this key to a person"))
        var lines = ["", "Signed with the certificate:"] + table(rows)
        if verdict.subject.anchor == nil,
            verdict.findings.contains(where: { $0.code == "signer.not-anchored" })
        {
            lines += ["", "  When the printed statement shows the same key, trust it with:"]
            lines.append("    exhibit-verify FILE --key \(signer.keyDigest.text)")
        }
        return lines
    }

    private static func failures(_ verdict: Verdict) -> [String] {
        let found = verdict.findings.filter { if case .failure = $0.weight { true } else { false } }
        guard !found.isEmpty else { return [] }
        var lines = ["", "What is wrong:"]
        for finding in found.prefix(12) {
            lines += wrapped(
                "\(finding.place.map { $0 + ": " } ?? "")\(finding.text) [\(finding.code)]", indent: "    ",
                first: "  - ")
        }
        if found.count > 12 { lines.append("  - and \(found.count - 12) more; all with --json") }
        return lines
    }

    private static func caveats(_ verdict: Verdict) -> [String] {
        let found = verdict.findings.filter { $0.weight == .caveat || $0.weight == .note }
        guard !found.isEmpty else { return [] }
        var lines = ["", "To be kept in mind:"]
        for finding in found.prefix(40) {
            let place = finding.code == "capture.caveat" ? nil : finding.place
            lines += wrapped(
                "\(place.map { $0 + ": " } ?? "")\(finding.text) [\(finding.code)]", indent: "    ",
                first: "  - ")
        }
        return lines
    }

    private static func limits(_ verdict: Verdict) -> [String] {
        guard verdict.status == .intact else { return [] }
        return ["", "What this does not prove:"]
            + [
                "that the post is true, or who typed it",
                "that the recorded content is what the server sent: that rests on who captured it, and how",
                "that nothing else was there: what was not recorded is listed in the bundle as far as it was known",
            ].map { "  - " + $0 }
    }

    private static func table(_ rows: [(String, String)]) -> [String] {
        rows.flatMap { name, value in
            let padded = name + String(repeating: " ", count: max(0, 9 - name.utf8.count))
            return wrapped(value, indent: String(repeating: " ", count: 13), first: "  " + padded + "  ")
        }
    }

    /// Words in lines of bounded width; a longer word has a line of its own.
    private static func wrapped(_ text: String, indent: String, first: String? = nil) -> [String] {
        var lines: [String] = []
        var line = first ?? indent
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        lines.append(line)
        return lines
    }
}
