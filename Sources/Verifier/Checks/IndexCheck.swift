import Archive
import Evidence
import Hashing

/// The index: sorted lines, exactly those that the records give, and the index of the index. In constant memory.
struct IndexCheck<Source: ByteSource>: ~Copyable {
    private let source: Source
    private let log: FindingLog
    private let expected: SetDigest
    private var found: SetDigest
    /// What `index.idx` must be.
    private var indexOfIndex: RunningDigest
    private var last: [UInt8] = []
    private var isOrdered = true

    /// 300 lines fill no more than this.
    private static var maximumMemberBytes: Int { IndexFormat.linesInMember * BundleLimits.lineBytes }

    static func run(
        _ bundle: OpenBundle<Source>, expected: SetDigest, setKey: [UInt8], digests: FileDigests,
        log: FindingLog
    ) throws {
        guard let entry = bundle.entry(BundlePath.index), bundle.entry(BundlePath.indexOfIndex) != nil
        else { return }
        do {
            let check = try IndexCheck(bundle.source, expected: expected, setKey: setKey, log: log)
            try check.run(entry, indexOfIndex: digests.digest(BundlePath.indexOfIndex))
        } catch let error as GzipError {
            log.fail("index.gzip", .malformed, .index, at: BundlePath.index, "\(error)")
        }
    }

    private init(_ source: Source, expected: SetDigest, setKey: [UInt8], log: FindingLog) throws {
        var indexOfIndex = try RunningDigest.sha256()
        try indexOfIndex.update(IndexFormat.firstIndexLine)
        self.source = source
        self.expected = expected
        self.log = log
        found = SetDigest(key: setKey)
        self.indexOfIndex = indexOfIndex
    }

    private consuming func run(_ entry: ContainerEntry, indexOfIndex digest: SHA256Digest?) throws {
        guard try readMembers(of: entry) else { return }
        if !isOrdered {
            log.fail(
                "index.order", .malformed, .index, at: BundlePath.index, "the lines are not sorted, each once"
            )
        }
        if found != expected { reportDifference() }
        if try indexOfIndex.finalize() != digest {
            log.fail(
                "index.idx-differs", .malformed, .index, at: BundlePath.indexOfIndex,
                "the file is not the one that the index gives")
        }
    }

    private func reportDifference() {
        log.fail(
            "index.differs", .malformed, .index, at: BundlePath.index,
            "the index does not list exactly the records of the bundle: a replay would show something else, or less"
        )
    }

    /// Reads member by member; false when one of them is so wrong that the rest is not looked at.
    private mutating func readMembers(of entry: ContainerEntry) throws -> Bool {
        let decompressor = try StreamDecompressor(bufferBytes: 64 << 10)
        var contents: [UInt8] = []
        var place = 0
        while place < entry.bytes {
            let start = place
            contents.removeAll(keepingCapacity: true)
            try decompressor.reset()
            while !decompressor.isComplete {
                let piece = try source.read(
                    at: entry.offset + place, count: min(32 << 10, entry.bytes - place))
                guard !piece.isEmpty else { throw GzipError.truncated }
                place += try unsafe piece.withUnsafeBytes {
                    try unsafe decompressor.append($0) {
                        guard contents.count + $0.count <= Self.maximumMemberBytes else {
                            throw GzipError.size
                        }
                        unsafe contents += $0
                    }
                }
            }
            guard try take(contents, isLast: place == entry.bytes, offset: start, length: place - start)
            else {
                return false
            }
        }
        return true
    }

    private mutating func take(_ contents: [UInt8], isLast: Bool, offset: Int, length: Int) throws -> Bool {
        var count = 0
        var start = 0
        while let end = contents[start...].firstIndex(of: 0x0A) {
            let line = contents[start..<end]
            if !last.lexicographicallyPrecedes(line) { isOrdered = false }
            last.removeAll(keepingCapacity: true)
            last += line
            found.add(line)
            if count == 0 {
                try indexOfIndex.update(IndexFormat.indexLine(for: line, offset: offset, length: length))
            }
            count += 1
            start = end + 1
        }
        guard start == contents.count,
            count == IndexFormat.linesInMember || isLast && (1..<IndexFormat.linesInMember).contains(count)
        else {
            log.fail(
                "index.member", .malformed, .index, at: BundlePath.index, "a member does not hold 300 lines")
            return false
        }
        guard found.count <= expected.count else {
            reportDifference()
            return false
        }
        return true
    }
}
