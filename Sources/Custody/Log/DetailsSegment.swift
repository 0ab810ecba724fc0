import Files
import Storage

/// The details of up to 256 entries in one file, each with its length in four bytes before it. One that was erased is zeros.
enum DetailsSegment {
    private static let mostBytes = TileLog.mostDetailBytes

    /// Where each begins and ends, as far as the file goes.
    private static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var place = 0
        while place + 4 <= bytes.count {
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard length <= mostBytes, place + 4 + length <= bytes.count else { break }
            ranges.append((place + 4)..<(place + 4 + length))
            place += 4 + length
        }
        return ranges
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        Folder.exists(path) ? try WholeFile.read(path, maximumBytes: 256 * (mostBytes + 4)) : []
    }

    /// All of a file; nil for one that is not there, or was erased.
    static func read(_ path: String) throws -> [[UInt8]?] {
        let bytes = try bytes(path)
        return ranges(in: bytes).map { range in
            let one = Array(bytes[range])
            return one.allSatisfy { $0 == 0 } ? nil : one
        }
    }

    /// Writes details behind the first `begun`, and returns when they are on the disk; what stood there has no checkpoint.
    static func write(_ details: [[UInt8]], behind begun: Int, to path: String) throws {
        let old = try bytes(path)
        let ranges = ranges(in: old)
        guard ranges.count >= begun else {
            throw LogFailure(.broken, "\(path): does not hold the details of \(begun) entries")
        }
        let end = begun == 0 ? 0 : ranges[begun - 1].upperBound
        let file = try OpenFile.updatingOrCreating(path)
        try file.truncate(to: end)
        let new = details.flatMap { one in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: one.count >> $0) } + one
        }
        try file.write(new, at: end)
        try file.sync()
    }

    /// Overwrites the details at a place with zeros, and returns when these are on the disk.
    static func erase(_ place: Int, in path: String) throws {
        let ranges = ranges(in: try bytes(path))
        guard ranges.indices.contains(place) else { return }
        let file = try OpenFile.updating(path)
        try file.write([UInt8](repeating: 0, count: ranges[place].count), at: ranges[place].lowerBound)
        try file.sync()
    }
}
