public import Archive

/// Makes `index.cdx.gz` and `index.idx` from sorted lines: 300 lines in a gzip member (bundle format, section 6).
public struct IndexBuilder {
    private let compressor: MemberCompressor
    private var block: [UInt8] = []
    private var lines = 0
    private var first: [UInt8] = []
    private var offset = 0
    /// The index of the index so far.
    public private(set) var indexOfIndex = IndexFormat.firstIndexLine

    public init() throws(GzipError) { compressor = try MemberCompressor() }

    /// Takes the next line, with its LF; gives a member when one is full.
    public mutating func append(_ line: some Collection<UInt8>) throws(GzipError) -> [UInt8]? {
        if lines == 0 { first = Array(line) }
        block += line
        lines += 1
        return lines == IndexFormat.linesInMember ? try flush() : nil
    }

    /// The last member, if lines are left for one.
    public mutating func finish() throws(GzipError) -> [UInt8]? { lines > 0 ? try flush() : nil }

    private mutating func flush() throws(GzipError) -> [UInt8] {
        let member = try compressor.deflated(block)
        indexOfIndex += IndexFormat.indexLine(for: first[...], offset: offset, length: member.count)
        offset += member.count
        block.removeAll(keepingCapacity: true)
        lines = 0
        return member
    }
}
