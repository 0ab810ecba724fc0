import Bytes

/// JSON that a script assigns to a name.
enum EmbeddedJSON {
    /// The object after `name =` in a script; nil when there is none.
    static func value(after name: String, in script: String) -> JSONValue? {
        guard let mark = script.firstRange(of: name) else { return nil }
        let bytes = Array(script[mark.upperBound...].utf8)
        guard let start = bytes.firstIndex(of: UInt8(ascii: "{")),
            // Something short stands between: ` = `, `"] = `.
            start < 16, let end = end(of: bytes[start...])
        else { return nil }
        return try? JSONReader.parse(Array(bytes[start..<end]), limits: .body)
    }

    /// Behind the object that begins here.
    private static func end(of bytes: ArraySlice<UInt8>) -> Int? {
        var depth = 0
        var isString = false
        var isEscaped = false
        for (place, byte) in zip(bytes.indices, bytes) {
            if isString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte
                    == UInt8(ascii: "\"")
                {
                    isString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return place + 1 }
            default: break
            }
        }
        return nil
    }
}
