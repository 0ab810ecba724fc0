import Archive
import Evidence

/// The index: sorted lines, exactly those that the records give, and the index of the index.
enum IndexCheck {
    private static let maximumLineBytes = 64 << 10

    static func run(
        _ bundle: OpenBundle<some ByteSource>, expected: LineSetDigest, lineKey: [UInt8], log: FindingLog
    ) throws {
        guard let entry = bundle.entry(BundlePath.index), let idxEntry = bundle.entry(BundlePath.indexOfIndex)
        else { return }
        var found = LineSetDigest()
        var reader = IndexReader(log: log)
        do {
            try reader.run(entry, in: bundle.source) { found.add($0, key: lineKey) }
        } catch let error as GzipError {
            log.fail("index.gzip", .altered, .index, at: BundlePath.index, "\(error)")
            return
        }
        if found != expected {
            log.fail(
                "index.differs", .altered, .index, at: BundlePath.index,
                "the index does not list exactly the records of the bundle: a replay would show something else, or less"
            )
        }
        let idx = try bundle.source.read(
            at: idxEntry.offset, count: min(idxEntry.bytes, reader.indexOfIndex.count + 1))
        if idx != reader.indexOfIndex {
            log.fail(
                "index.idx-differs", .altered, .index, at: BundlePath.indexOfIndex,
                "the file is not the one that the index gives")
        }
    }

    /// Reads the members of `index.cdx.gz` and works out what `index.idx` must be.
    private struct IndexReader {
        let log: FindingLog
        var indexOfIndex = Array(
            "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n".utf8)
        private var last: [UInt8] = []
        private var isOrdered = true

        init(log: FindingLog) { self.log = log }

        mutating func run(_ entry: ContainerEntry, in source: some ByteSource, _ body: ([UInt8]) -> Void)
            throws
        {
            var place = 0
            while place < entry.bytes {
                let start = place
                var contents: [UInt8] = []
                let decompressor = try StreamDecompressor()
                while !decompressor.isComplete {
                    let piece = try source.read(
                        at: entry.offset + place, count: min(1 << 16, entry.bytes - place))
                    guard !piece.isEmpty else { throw GzipError.truncated }
                    place += try unsafe piece.withUnsafeBytes {
                        try unsafe decompressor.append($0) {
                            // 300 lines fill no more than this.
                            guard
                                contents.count + $0.count <= IndexBuilder.linesInMember
                                    * IndexCheck.maximumLineBytes
                            else {
                                throw GzipError.size
                            }
                            unsafe contents += $0
                        }
                    }
                }
                take(contents, isLast: place == entry.bytes, offset: start, length: place - start, body)
            }
            if !isOrdered {
                log.fail(
                    "index.order", .malformed, .index, at: BundlePath.index,
                    "the lines are not sorted, each once")
            }
        }

        private mutating func take(
            _ contents: [UInt8], isLast: Bool, offset: Int, length: Int, _ body: ([UInt8]) -> Void
        ) {
            let lines = contents.split(separator: 0x0A, omittingEmptySubsequences: false)
            let count = lines.count - 1
            guard lines.last?.isEmpty == true,
                count == IndexBuilder.linesInMember
                    || isLast && (1..<IndexBuilder.linesInMember).contains(count)
            else {
                return log.fail(
                    "index.member", .malformed, .index, at: BundlePath.index,
                    "a member does not hold 300 lines")
            }
            for line in lines.dropLast() {
                if !last.lexicographicallyPrecedes(line) { isOrdered = false }
                last = Array(line)
                body(last + [0x0A])
            }
            var prefix = lines[0].prefix { $0 != UInt8(ascii: "{") }
            while prefix.last == 0x20 { prefix.removeLast() }
            indexOfIndex += prefix + Array(" {\"offset\": \(offset), \"length\": \(length)}\n".utf8)
        }
    }
}
