package import Archive
import Evidence

extension ReadableBundle {
    /// Hands each line of a file, without its LF, to `body`; throws when a line is longer than the format allows.
    package func forEachLine(of entry: ContainerEntry, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var rest: [UInt8] = []
        try unsafe forEachPiece(at: entry.offset, bytes: entry.bytes) { piece in
            unsafe rest += piece
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: 0x0A) {
                try body(rest[start..<end])
                start = end + 1
            }
            rest.removeSubrange(..<start)
            guard rest.count <= BundleLimits.lineBytes else {
                throw ReadingError.malformed(place: entry.name, rule: "a line is longer than 64 KiB")
            }
        }
        if !rest.isEmpty { throw ReadingError.malformed(place: entry.name, rule: "the last line has no end") }
    }
}
