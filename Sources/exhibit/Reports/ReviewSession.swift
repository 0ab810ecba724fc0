import Bytes
import Evidence
import Files
import Glibc
import Intake
import Reading
import Reporting
import Sealing
import VerifyCommand

/// The screens of a review, and the keys that are pressed on them.
struct ReviewSession {
    let store: ReportStore
    let rules: RoleRules
    let pass: Int
    let by: String

    static func rules(_ path: String?) throws -> RoleRules? {
        guard let path else { return .shipped }
        return RoleRules(try WholeFile.read(path, maximumBytes: 1 << 20))
    }

    func run() throws {
        try Keyboard.whileRaw {
            var after: String?
            var note = ""
            while let report = try next(after: after, &note) {
                let suggestion = rules.suggestion(for: report)
                Output.write(try screen(report, suggestion, note))
                note = ""
                guard let key = Keyboard.read() else { return }
                switch key {
                case "q", "\u{3}", "\u{4}": return
                case "n": after = report.reference
                case "b":
                    let undone = try store.undo(pass: pass)
                    note =
                        undone.map { "taken back: \(SafeText.escaped($0))" }
                        ?? "there is nothing to take back"
                    after = nil
                default:
                    guard let role = Self.role(key, suggestion) else {
                        note = "keys: Enter, t, v, m, o, u, b, n, q"
                        continue
                    }
                    let decision = ReportStore.Decision(
                        role: role, by: by, at: SealingClock.system.now().wholeSeconds,
                        // Words of the report are kept beside the decision; this goes into bundles.
                        why: role == suggestion.role && !suggestion.words.isEmpty
                            ? "as the words of the report suggest (rules of \(rules.date))"
                            : "as the reviewer read it")
                    try store.decide(report.reference, pass: pass, decision, suggestion: suggestion)
                    after = report.reference
                }
            }
            Output.write("\u{1B}[H\u{1B}[2J")
        }
    }

    /// The next report after this one, or what was left for later before it; nil when all are decided.
    private func next(after: String?, _ note: inout String) throws -> Report? {
        if let report = try store.nextToReview(pass: pass, after: after) { return report }
        guard after != nil, let first = try store.nextToReview(pass: pass) else { return nil }
        // Round again, unless what is left is the one that was just left.
        guard first.reference != after else { return first }
        note = "these were left for later"
        return first
    }

    private static func role(_ key: Character, _ suggestion: RoleRules.Suggestion) -> PlatformRole? {
        switch key {
        case "\r", "\n", "c": suggestion.role
        case "t": .tool
        case "v": .venue
        case "m": .mention
        case "o": .otherEvidence
        case "u": .unknown
        default: nil
        }
    }

    private func screen(_ report: Report, _ suggestion: RoleRules.Suggestion, _ note: String) throws -> String
    {
        let (done, total) = try store.progress(pass: pass)
        var lines = ["Report \(SafeText.escaped(report.reference))    \(done) of \(total) reviewed", ""]
        func add(_ name: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            lines.append(
                "  " + name + String(repeating: " ", count: max(1, 12 - name.count))
                    + SafeText.escaped(text, limit: 400))
        }
        add("Received", report.fields[.received])
        add("Force", report.fields[.force])
        add("Offence", report.fields[.offence])
        add("Strands", report.fields[.strand])
        add("Platform", report.fields[.platform])
        for address in report.addresses { add("Address", address.original) }
        lines += ["", "  What was reported:"]
        lines += Self.wrapped(report.fields[.narrative] ?? "nothing is told")
        lines += try post(of: report)
        lines.append("")
        lines.append(
            suggestion.words.isEmpty
                ? "  Suggested: \(suggestion.role.words); no words of the report tell"
                : "  Suggested: \(suggestion.role.words), from the words “\(SafeText.escaped(suggestion.words))”"
        )
        lines.append("  " + suggestion.role.meaning)
        lines += [
            "",
            "  Enter confirm · t tool · v venue · m mention · o other evidence · u unknown · b back · n later · q end",
        ]
        if !note.isEmpty { lines += ["", "  " + note] }
        return "\u{1B}[H\u{1B}[2J" + lines.joined(separator: "\r\n") + "\r\n"
    }

    /// The captured post; what shows a child or an intimate image is never shown on a terminal.
    private func post(of report: Report) throws -> [String] {
        let captures = try store.captures(Set(report.addresses.map(\.key)))
        guard let capture = captures.first else { return [] }
        guard report.fields[.under18] == nil, report.fields[.intimateImage] == nil else {
            return ["", "  The captured post is not shown here: the report says that it needs special care."]
        }
        let outcome = capture.outcome.map { "\($0): \(SafeText.escaped(capture.reason ?? "", limit: 200))" }
        var lines = ["", "  Captured: \(outcome ?? "not yet")"]
        if capture.outcome != nil, let path = capture.path,
            let post = try? ReadableBundle(path: path).posts(maximum: 1).first
        {
            lines += PostText.lines(post).prefix(14).map { "    " + $0 }
        }
        return lines
    }

    private static let width = 96
    private static let mostLines = 14

    /// Lines of words, escaped.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            let safe = SafeText.escaped(String(word), limit: width)
            if line.count + safe.count + 1 > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "    " : " ") + safe
        }
        if !line.isEmpty { lines.append(line) }
        return lines.count > mostLines ? lines.prefix(mostLines) + ["    …"] : lines
    }
}
