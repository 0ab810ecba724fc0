/// Lines of comma-separated values (RFC 4180) that no spreadsheet runs as formulas.
public enum CommaSeparated {
    /// A line with its CRLF.
    public static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        var needsMarks = false
        var hasControls = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A: needsMarks = true
            case 0x09: break
            // C1 controls are two bytes of UTF-8, of which the first is C2.
            case 0..<0x20, 0x7F, 0xC2: hasControls = true
            default: break
            }
        }
        var safe = hasControls ? withoutControls(text) : text
        if let first = safe.utf8.first, "=+-@\t".utf8.contains(first), Int64(safe) == nil {
            safe = "'" + safe
        }
        guard needsMarks else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    /// A terminal obeys control characters, and the lines may be printed to one. Those but LF and tab become U+FFFD, and CR LF a LF.
    private static func withoutControls(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\n", last == "\r" { safe.removeLast() }
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            safe.append(isControl ? "\u{FFFD}" : scalar)
            last = scalar
        }
        return String(safe)
    }
}
