import Bytes
import Evidence
import Hashing
public import Verifier

/// A verdict in plain English.
public enum VerdictText {
    private static let width = 96
    private static let mostFailures = 12
    private static let mostCaveats = 60

    /// The report on one file; `name` is shown escaped.
    public static func report(_ verdict: Verdict, name: String) -> String {
        var lines = ["\(title(verdict))  \(SafeText.escaped(name))"]
        lines += wrapped(verdict.headline, indent: "  ")
        lines += failures(verdict)
        lines += withheld(verdict)
        lines += subject(verdict)
        lines += signer(verdict)
        lines += times(verdict)
        lines += origin(verdict)
        lines += section(
            "What is not shown:",
            verdict.findings.filter { finding in
                finding.weight == .unanchored && finding.text != verdict.headline
            })
        lines += section(
            "To be kept in mind:",
            verdict.findings.filter { finding in
                finding.weight == .caveat || finding.weight == .note
            })
        lines += limits(verdict)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func title(_ verdict: Verdict) -> String {
        switch verdict.status {
        case .intact:
            verdict.subject.derivation.map {
                "INTACT, IN PART WITHHELD (\($0.withheldRecords) of \($0.derivation.records.count) records)"
            } ?? "INTACT"
        case .cannotBeVerified: "CANNOT BE VERIFIED"
        case .notAsSealed: "NOT AS SEALED (\(verdict.kind?.rawValue ?? ""))"
        }
    }

    private static func failures(_ verdict: Verdict) -> [String] {
        let found = verdict.findings.filter { finding in
            if case .failure = finding.weight { finding.text != verdict.headline } else { false }
        }
        let lines = section("What is wrong:", Array(found.prefix(mostFailures)))
        guard found.count > mostFailures else { return lines }
        return lines + ["  - and \(found.count - mostFailures) more, which --json lists"]
    }

    private static let mostParts = 20

    /// Which lines are withheld, and why: for all that is not merely made anew.
    private static func withheld(_ verdict: Verdict) -> [String] {
        guard let shown = verdict.subject.derivation else { return [] }
        let derivation = shown.derivation
        let parts = derivation.withheld.filter { $0.reason != .remade }
        var lines = [
            "", "What was withheld from bundle \(derivation.original.urn), at \(derivation.made.text):",
        ]
        for part in parts.prefix(mostParts) {
            let one = part.lines.count == 1
            let which =
                one ? "\(part.lines.lowerBound)" : "\(part.lines.lowerBound) to \(part.lines.upperBound)"
            let noun = part.tree == .records ? "record" : "file"
            lines += wrapped(
                "\(noun)\(one ? "" : "s") \(which): \(part.reason.words) [\(part.reason.rawValue)]",
                indent: "    ",
                first: "  - ")
        }
        if parts.count > mostParts {
            lines.append("  - and \(parts.count - mostParts) more, which --json lists")
        }
        if let why = derivation.why {
            lines += wrapped(
                "In the words of who withheld it: \(SafeText.escaped(why))", indent: "    ", first: "  - ")
        }
        lines += ["", "Withheld and signed with the key of this certificate:"]
        return lines + signer(shown.signer, trust(verdict, shown.anchor, at: BundlePath.derivation.signature))
    }

    private static func subject(_ verdict: Verdict) -> [String] {
        let subject = verdict.subject
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
        if let records = subject.records {
            let withheld = subject.derivation.map { ", of which \($0.withheldRecords) are withheld" } ?? ""
            rows.append(("Records", "\(records)\(withheld)"))
        }
        if let bundle = subject.bundle { rows.append(("Bundle", bundle)) }
        guard !rows.isEmpty else { return [] }
        let intro =
            verdict.status == .notAsSealed
            ? "What the file says of itself, which may not be what was sealed:" : "What the bundle says:"
        return ["", intro] + table(rows)
    }

    private static func signer(_ verdict: Verdict) -> [String] {
        guard let signer = verdict.subject.signer else { return [] }
        var lines = ["", "Signed with the key of this certificate:"]
        lines += Self.signer(signer, trust(verdict, verdict.subject.anchor, at: nil))
        if verdict.findings.contains(where: { $0.code == "signer.not-anchored" && $0.place == nil }) {
            lines += ["", "If the printed statement shows the same key, trust it from now on with:"]
            lines.append("  exhibit-verify trust add --key \(signer.keyDigest.text)")
            lines.append("or for this check alone with --key.")
        }
        return lines
    }

    private static func signer(_ signer: Certificate, _ trusted: String) -> [String] {
        var rows = [("Name", SafeText.escaped(signer.holder))]
        if let organization = signer.organization { rows.append(("Force", SafeText.escaped(organization))) }
        rows.append(("Key", KeyText.short(signer.keyDigest)))
        rows.append(("", signer.keyDigest.text))
        rows.append(("Trusted", trusted))
        return table(rows)
    }

    private static func times(_ verdict: Verdict) -> [String] {
        guard !verdict.subject.times.isEmpty else { return [] }
        let rows = verdict.subject.times.map { time in
            let what =
                switch time.subject {
                case .bracket: "before the capture"
                case .signature: "over the signature"
                case .derivation: "over the signature of who withheld parts"
                case .renewal: "over the whole file"
                case .checkpoint: "over a checkpoint of the log"
                }
            let standing = time.counts ? "which you trust" : "which nothing you gave vouches for"
            return (
                "Timestamp",
                "\(time.time.text), \(what), by \(SafeText.escaped(time.authority, limit: 80)), \(standing)"
            )
        }
        return ["", "What timestamp authorities tell:"] + table(rows)
    }

    private static let mostServers = 5
    private static let mostNames = 4

    private static func origin(_ verdict: Verdict) -> [String] {
        guard verdict.status != .notAsSealed, let origin = verdict.subject.origin, !origin.servers.isEmpty
        else {
            return []
        }
        let sentences = origin.servers.prefix(mostServers).map { server in
            let names = server.names.prefix(mostNames).map { SafeText.escaped($0, limit: 80) }
            let rest = server.nameCount - names.count
            let anchor =
                server.anchor.map { ", which leads to \(SafeText.escaped($0, limit: 120)) from your list" }
                ?? ", whose chain leads to nothing that you named"
            return
                "Whoever holds the key of the certificate \(SafeText.escaped(server.subject, limit: 80)) (for \(names.isEmpty ? "no name" : names.joined(separator: ", "))\(rest > 0 ? " and \(rest) more" : ""))\(anchor), signed \(server.signed) handshake\(server.signed == 1 ? "" : "s") of this bundle."
        }
        let more = origin.servers.count - mostServers + origin.more
        var lines = ["", "What the servers' own keys show:"]
        for sentence in sentences { lines += wrapped(sentence, indent: "    ", first: "  - ") }
        if more > 0 { lines.append("  - and \(more) more certificates, which --json lists in part") }
        if let time = origin.notBefore {
            lines += wrapped(
                "Each of these handshakes holds a value made from the timestamp of \(time.text) and this bundle's id, so none is older than that.",
                indent: "    ", first: "  - ")
        }
        return lines
            + wrapped(
                "Not shown: that the recorded content is what the server sent; from which network the connection was made; that nothing was cut; which customer of a shared host answered.",
                indent: "    ", first: "  - ")
    }

    private static func trust(_ verdict: Verdict, _ anchor: String?, at place: String?) -> String {
        if let anchor { return "yes: \(anchor)" }
        return verdict.findings.contains { $0.code == "signer.time-unknown" && $0.place == place }
            ? "not shown: the certificate leads to an authority that you trust, but when it signed is not known"
            : "no: nothing that you gave ties this key to a person"
    }

    private static func limits(_ verdict: Verdict) -> [String] {
        guard verdict.status == .intact, verdict.subject.bundle != nil else { return [] }
        return ["", "What this does not prove:"]
            + [
                "that the post is true, or who typed it",
                "that the recorded content is what the server sent: that rests on who captured it, and how",
                "that nothing else was there: the bundle lists what was not recorded, as far as that was known",
            ].map { "  - " + $0 }
    }

    private static func section(_ heading: String, _ findings: [Finding]) -> [String] {
        guard !findings.isEmpty else { return [] }
        return ["", heading]
            + findings.prefix(mostCaveats).flatMap { finding in
                wrapped(
                    "\(finding.place.map { $0 + ": " } ?? "")\(finding.text) [\(finding.code)]",
                    indent: "    ", first: "  - ")
            }
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
