/// Makes `index.cdx.gz` and `index.idx` from sorted lines: 300 lines in a gzip member (bundle format, section 6).
public struct IndexBuilder {
    public static let linesInMember = 300
    /// The first line of `index.idx`.
    public static let firstIndexLine = Array(
        "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n".utf8)

    private let compressor: MemberCompressor
    private var block: [UInt8] = []
    private var lines = 0
    private var first: [UInt8] = []
    private var offset = 0
    /// The index of the index so far.
    public private(set) var indexOfIndex = firstIndexLine

    public init() throws(GzipError) { compressor = try MemberCompressor() }

    /// Takes the next line, with its LF; gives a member when one is full.
    public mutating func append(_ line: some Collection<UInt8>) throws(GzipError) -> [UInt8]? {
        if lines == 0 { first = Array(line) }
        block += line
        lines += 1
        return lines == Self.linesInMember ? try flush() : nil
    }

    /// The last member, if lines are left for one.
    public mutating func finish() throws(GzipError) -> [UInt8]? { lines > 0 ? try flush() : nil }

    /// The line of `index.idx` for a member: its first line up to the JSON, and where it lies in `index.cdx.gz`.
    public static func indexLine(for first: ArraySlice<UInt8>, offset: Int, length: Int) -> [UInt8] {
        var line = Array(first.prefix { $0 != UInt8(ascii: "{") })
        while line.last == 0x20 { line.removeLast() }
        return line + " {\"offset\": \(offset), \"length\": \(length)}\n".utf8
    }

    private mutating func flush() throws(GzipError) -> [UInt8] {
        let member = try compressor.deflated(block)
        indexOfIndex += Self.indexLine(for: first[...], offset: offset, length: member.count)
        offset += member.count
        block.removeAll(keepingCapacity: true)
        lines = 0
        return member
    }
}
