/// Lines of comma-separated values (RFC 4180) that no spreadsheet runs as formulas.
public enum CommaSeparated {
    /// A line with its CRLF.
    public static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        // NUL is no text anywhere.
        var safe = text.contains("\0") ? text.replacing("\0", with: "\u{FFFD}") : text
        if let first = safe.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
            Int64(safe) == nil
        {
            safe = "'" + safe
        }
        guard safe.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else {
            return safe
        }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
