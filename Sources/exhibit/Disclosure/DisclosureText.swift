import Bytes
import Disclosure
import Evidence

/// What can be withheld, and what is, as lines on a terminal; everything from the bundle is escaped.
enum DisclosureText {
    static func list(_ parts: [DisclosurePart]) -> String {
        parts.map { part in
            let cells = [part.name, part.kind, "\(part.bytes)", part.about].map {
                SafeText.escaped($0, limit: 200)
            }
            return cells.joined(separator: "\t") + "\n"
        }.joined()
    }

    /// The last line has no line end.
    static func plan(_ plan: DisclosurePlan, of original: Original) -> String {
        let names = Dictionary(original.parts.map { ($0.name, $0) }) { first, _ in first }
        var lines = ["withheld:"]
        for (number, reason) in plan.records.sorted(by: { $0.key < $1.key }) {
            let part = names[String(number)]
            lines.append(
                "  record \(number), \(part?.kind ?? "record") \(SafeText.escaped(part?.about ?? "", limit: 120)): \(reason.words)"
            )
        }
        for (line, reason) in plan.files.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(original.path(ofFile: line)): \(reason.words)")
        }
        lines.append("told all the same:")
        lines += plan.leaks.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }
}
