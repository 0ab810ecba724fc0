/// Lines of comma-separated values (RFC 4180) that no spreadsheet runs as formulas.
public enum CommaSeparated {
    /// A line with its CRLF.
    public static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        var needsMarks = false
        var hasNUL = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D: needsMarks = true
            case 0: hasNUL = true
            default: break
            }
        }
        // NUL is no text anywhere.
        var safe = hasNUL ? text.replacing("\0", with: "\u{FFFD}") : text
        if let first = safe.utf8.first, "=+-@\t\r".utf8.contains(first), Int64(safe) == nil {
            safe = "'" + safe
        }
        guard needsMarks else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
