/// Makes `index.cdx.gz` and `index.idx` from sorted lines: 300 lines in a gzip member (bundle format, section 6).
public struct IndexBuilder {
    public static let linesInMember = 300
    private static let fileName = "index.cdx.gz"

    private let compressor: MemberCompressor
    private var block: [UInt8] = []
    private var lines = 0
    private var prefix: [UInt8] = []
    private var offset = 0
    /// The index of the index so far.
    public private(set) var indexOfIndex = Array(
        "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"\(fileName)\"}\n".utf8)

    public init() throws(GzipError) { compressor = try MemberCompressor() }

    /// Takes the next line, with its LF; gives a member when one is full.
    public mutating func append(_ line: some Collection<UInt8>) throws(GzipError) -> [UInt8]? {
        if lines == 0 {
            prefix = Array(line.prefix { $0 != UInt8(ascii: "{") })
            while prefix.last == 0x20 { prefix.removeLast() }
        }
        block += line
        lines += 1
        return lines == Self.linesInMember ? try flush() : nil
    }

    /// The last member, if lines are left for one.
    public mutating func finish() throws(GzipError) -> [UInt8]? { lines > 0 ? try flush() : nil }

    private mutating func flush() throws(GzipError) -> [UInt8] {
        let member = try compressor.deflated(block)
        indexOfIndex += prefix + " {\"offset\": \(offset), \"length\": \(member.count)}\n".utf8
        offset += member.count
        block.removeAll(keepingCapacity: true)
        lines = 0
        return member
    }
}
