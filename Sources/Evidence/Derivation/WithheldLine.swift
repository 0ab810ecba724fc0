public import Hashing

/// The line that stands in the place of a withheld one: the leaf, and nothing else (bundle format, section 12.2).
public enum WithheldLine {
    /// The line without its LF.
    public static func serialized(_ leaf: SHA256Digest) -> [UInt8] {
        Array("{\"withheld\":\"\(leaf.text)\"}".utf8)
    }

    /// Whether a line means to be one.
    public static func isMeant(by line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "{\"withheld\":".utf8)
    }

    /// Reads a line without its LF; accepts exactly what `serialized` writes.
    public static func parse(_ line: ArraySlice<UInt8>) throws(LineError) -> SHA256Digest {
        var cursor = LineCursor(line)
        try cursor.expect("{\"withheld\":\"")
        let leaf = try cursor.digest()
        try cursor.expect("\"}")
        try cursor.finish()
        return leaf
    }
}
