import Files

/// Reads a file line by line in bounded memory.
enum LineReader {
    /// Hands each line that ends in LF, without it, to `body`, with its number from 1 and the offset behind its LF.
    ///
    /// Stops at a line that is longer than the maximum, and at one without LF: both are the torn end of a journal.
    static func forEachLine(
        of file: OpenFile, bytes total: Int, maximumLineBytes: Int,
        _ body: (ArraySlice<UInt8>, _ number: Int, _ end: Int) throws -> Void
    ) throws {
        var rest: [UInt8] = []
        var place = 0
        var number = 0
        var consumed = 0
        while place < total {
            let piece = try file.read(at: place, count: min(1 << 18, total - place))
            guard !piece.isEmpty else { return }
            place += piece.count
            rest += piece
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: 0x0A) {
                number += 1
                consumed += end + 1 - start
                try body(rest[start..<end], number, consumed)
                start = end + 1
            }
            rest.removeSubrange(..<start)
            guard rest.count <= maximumLineBytes else { return }
        }
    }
}
