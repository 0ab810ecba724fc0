import Archive

/// Reads a file of the container line by line in bounded memory.
enum LineStream {
    /// Why a file is no sequence of lines.
    enum Problem: Error {
        case tooLong(line: Int)
        case noLineFeedAtEnd
    }

    /// Hands each line without its LF, and its number from 1, to `body`.
    static func forEachLine(
        of entry: ContainerEntry, in source: some ByteSource, maximumBytes: Int,
        _ body: (ArraySlice<UInt8>, Int) throws -> Void
    ) throws {
        var rest: [UInt8] = []
        var place = 0
        var number = 0
        while place < entry.bytes {
            let piece = try source.read(at: entry.offset + place, count: min(1 << 17, entry.bytes - place))
            guard !piece.isEmpty else { throw UnreadableFile() }
            place += piece.count
            rest += piece
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: 0x0A) {
                number += 1
                guard end - start <= maximumBytes else { throw Problem.tooLong(line: number) }
                try body(rest[start..<end], number)
                start = end + 1
            }
            rest.removeSubrange(..<start)
            guard rest.count <= maximumBytes else { throw Problem.tooLong(line: number + 1) }
        }
        guard rest.isEmpty else { throw Problem.noLineFeedAtEnd }
    }
}
