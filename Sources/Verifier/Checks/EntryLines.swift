import Archive
import Evidence

/// The lines of a file of the container, one after the other, in bounded memory.
struct EntryLines<Source: ByteSource> {
    /// Why a file is no sequence of lines.
    enum Problem: Error {
        case tooLong
        case noLineFeedAtEnd
    }

    private static var pieceBytes: Int { 128 << 10 }

    private let source: Source
    private let entry: ContainerEntry
    /// Bytes read and not yet handed out from `start` on.
    private var buffer: [UInt8] = []
    private var start = 0
    /// Bytes of the file that were read.
    private var place = 0
    /// The number of the line last given, from 1.
    private(set) var number = 0

    init(_ entry: ContainerEntry, in source: Source) {
        self.entry = entry
        self.source = source
    }

    /// The next line without its LF; nil at the end. A line is 64 KiB at most.
    mutating func next() throws -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                guard end - start <= BundleLimits.lineBytes else { throw Problem.tooLong }
                defer { start = end + 1 }
                number += 1
                return buffer[start..<end]
            }
            guard buffer.count - start <= BundleLimits.lineBytes else { throw Problem.tooLong }
            guard place < entry.bytes else {
                guard start == buffer.count else { throw Problem.noLineFeedAtEnd }
                return nil
            }
            buffer.removeSubrange(..<start)
            start = 0
            searched = buffer.count
            let piece = try source.read(
                at: entry.offset + place, count: min(Self.pieceBytes, entry.bytes - place))
            guard !piece.isEmpty else { throw UnreadableFile() }
            place += piece.count
            buffer += piece
        }
    }
}
