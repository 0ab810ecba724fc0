import Bytes

/// Texts in columns.
public enum TableText {
    /// Escaped, on one line.
    static func escaped(_ text: String) -> String { SafeText.escaped(text, limit: 500) }

    /// Escaped, and of `width` characters at most.
    static func cut(_ text: String, to width: Int) -> String {
        let safe = escaped(text)
        return safe.count > width ? safe.prefix(width - 1) + "…" : safe
    }

    /// Rows with two spaces between columns; those that `rightFrom` marks end on the right.
    public static func columns(_ rows: [[String]], rightFrom: [Bool] = []) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                let isRight = rightFrom.indices.contains(column) && rightFrom[column]
                line += (column == 0 ? "" : "  ") + (isRight ? space + cell : cell + space)
            }
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }
}
