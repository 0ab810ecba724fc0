import Bytes

/// Strings in JSON with nothing but ASCII, as Python's `json.dumps` writes them.
enum ASCIIJSON {
    static func append(_ value: String, to line: inout [UInt8]) {
        guard value.utf8.contains(where: { $0 >= 0x7F || $0 < 0x20 }) else {
            return JSONText.append(value, to: &line)
        }
        line.append(UInt8(ascii: "\""))
        for unit in value.utf16 {
            switch unit {
            case 0x22: line += "\\\"".utf8
            case 0x5C: line += "\\\\".utf8
            case 0x08: line += "\\b".utf8
            case 0x09: line += "\\t".utf8
            case 0x0A: line += "\\n".utf8
            case 0x0C: line += "\\f".utf8
            case 0x0D: line += "\\r".utf8
            case 0x20...0x7F: line.append(UInt8(unit))
            default:
                line += "\\u".utf8
                Hex.append([UInt8(unit >> 8), UInt8(unit & 255)], to: &line)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}
