import Files
import Storage

/// Lines that are read in the order of their bytes, however many there are: sorted runs on disk, merged at the end.
public struct SortedLines: Sendable {
    /// As much as is kept in memory; a run is as large.
    private let runBytes: Int
    /// Where runs lie, as nameless files.
    private let folder: String
    private var lines: [[UInt8]] = []
    private var bytes = 0
    private var runs: [SpoolFile] = []

    public init(spoolingIn folder: String, runBytes: Int = 8 << 20) {
        self.folder = folder
        self.runBytes = runBytes
    }

    /// Takes a line, which ends in LF and holds no other.
    public mutating func append(_ line: [UInt8]) throws {
        lines.append(line)
        bytes += line.count
        if bytes >= runBytes { try spill() }
    }

    /// Hands all lines to `body`, in order.
    public mutating func read(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        lines.sort { $0.lexicographicallyPrecedes($1) }
        guard !runs.isEmpty else {
            for line in lines { try body(line[...]) }
            return
        }
        try spill()
        var heads = try runs.map { run in
            var reader = Reader(run)
            return (line: try reader.next(), reader: reader)
        }
        while true {
            var first: Int?
            for (place, head) in heads.enumerated() {
                guard let line = head.line else { continue }
                if let other = first.flatMap({ heads[$0].line }), !line.lexicographicallyPrecedes(other) {
                    continue
                }
                first = place
            }
            guard let first, let line = heads[first].line else { return }
            try body(line)
            heads[first].line = try heads[first].reader.next()
        }
    }

    private mutating func spill() throws {
        guard !lines.isEmpty else { return }
        lines.sort { $0.lexicographicallyPrecedes($1) }
        let run = try SpoolFile(in: folder)
        var piece: [UInt8] = []
        for line in lines {
            piece += line
            guard piece.count >= 1 << 18 else { continue }
            try run.append(piece)
            piece.removeAll(keepingCapacity: true)
        }
        try run.append(piece)
        runs.append(run)
        lines.removeAll(keepingCapacity: true)
        bytes = 0
    }

    /// Reads a run line by line.
    private struct Reader {
        private let run: SpoolFile
        private var place = 0
        private var rest: ArraySlice<UInt8> = []

        init(_ run: SpoolFile) { self.run = run }

        mutating func next() throws -> ArraySlice<UInt8>? {
            while true {
                if let end = rest.firstIndex(of: 0x0A) {
                    defer { rest = rest[(end + 1)...] }
                    return rest[...end]
                }
                guard place < run.count else { return nil }
                let piece = try run.read(at: place, count: 1 << 16)
                guard !piece.isEmpty else { throw SealingError.broken }
                place += piece.count
                rest = (Array(rest) + piece)[...]
            }
        }
    }
}
