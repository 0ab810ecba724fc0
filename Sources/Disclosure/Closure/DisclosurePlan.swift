public import Evidence

/// What is withheld and what is left: worked out before anything is written.
public struct DisclosurePlan {
    /// Why each withheld record is, by its number.
    public internal(set) var records: [Int: WithholdingReason] = [:]
    /// Why each withheld file is, by the number of its line.
    public internal(set) var files: [Int: WithholdingReason] = [:]
    /// Lines of posts that are left; nil when the file stays as it is.
    var posts: [[UInt8]]?
    /// What the capture says of itself, reduced; nil when the file stays as it is.
    var facts: [UInt8]?
    /// The redacted picture, and what it stands for.
    var picture: (file: DerivedFile, bytes: [UInt8])?
    /// What is told all the same by what is left, in plain English.
    public internal(set) var leaks: [String] = []

    /// Withheld lines, neighbours with one reason together.
    var withheld: [WithheldLines] {
        Self.ranges(.records, records) + Self.ranges(.files, files)
    }

    private static func ranges(_ tree: WithheldLines.Tree, _ reasons: [Int: WithholdingReason])
        -> [WithheldLines]
    {
        var ranges: [WithheldLines] = []
        for (line, reason) in reasons.sorted(by: { $0.key < $1.key }) {
            if let last = ranges.last, last.reason == reason, last.lines.upperBound + 1 == line {
                ranges[ranges.count - 1] = WithheldLines(tree, last.lines.lowerBound...line, reason)
            } else {
                ranges.append(WithheldLines(tree, line...line, reason))
            }
        }
        return ranges
    }
}
