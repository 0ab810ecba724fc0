public import Bytes

/// Posts that were read, as plain text; everything in them is escaped.
public enum PostText {
    private static let width = 11
    private static let maximumCharacters = 10_000
    private static let maximumRows = 60

    /// A paragraph for each post, from its JSON (`Schemas/post.schema.json`).
    public static func lines(_ post: JSONValue) -> [String] {
        let facts = PostFacts(post)
        var lines = [SafeText.escaped(facts.heading)]
        for (name, value) in facts.rows.prefix(maximumRows) {
            let parts = value.split(separator: "\n", omittingEmptySubsequences: false)
            for (place, part) in parts.enumerated() {
                let label = place == 0 ? name : ""
                lines.append(
                    "  " + label + String(repeating: " ", count: max(1, width - label.count))
                        + SafeText.escaped(String(part), limit: maximumCharacters))
            }
        }
        if facts.rows.count > maximumRows {
            lines.append("  and \(facts.rows.count - maximumRows) more rows")
        }
        return lines
    }
}
