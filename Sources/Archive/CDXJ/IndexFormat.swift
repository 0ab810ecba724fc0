/// How `index.cdx.gz` and `index.idx` are put together (bundle format, section 6).
public enum IndexFormat {
    public static let linesInMember = 300
    /// The first line of `index.idx`.
    public static let firstIndexLine = Array(
        "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n".utf8)

    /// The line of `index.idx` for a member: its first line up to the JSON, and where it lies in `index.cdx.gz`.
    public static func indexLine(for first: ArraySlice<UInt8>, offset: Int, length: Int) -> [UInt8] {
        var line = Array(first.prefix { $0 != UInt8(ascii: "{") })
        while line.last == 0x20 { line.removeLast() }
        return line + " {\"offset\": \(offset), \"length\": \(length)}\n".utf8
    }
}
