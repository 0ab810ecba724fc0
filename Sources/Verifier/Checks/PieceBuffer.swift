import Archive

/// Memory that is used again for one member after the other.
final class PieceBuffer {
    /// As much of a large member as is read at once.
    static let pieceBytes = 256 << 10

    private(set) var bytes: [UInt8] = []

    /// Reads exactly `count` bytes and hands them to `body`; they are valid during the call.
    func read<Result>(
        _ source: some ByteSource, at offset: Int, count: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        if bytes.count < count {
            bytes = []  // first let go of the old memory
            bytes = [UInt8](repeating: 0, count: count)
        }
        return try unsafe bytes.withUnsafeMutableBytes { all in
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: all[..<count])
            guard try unsafe source.read(into: room, at: offset) == count else { throw UnreadableFile() }
            return try unsafe body(UnsafeRawBufferPointer(room))
        }
    }

    /// Reads a stretch of a source piece by piece.
    func forEachPiece(
        of source: some ByteSource, at offset: Int, count: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var place = 0
        while place < count {
            let size = min(Self.pieceBytes, count - place)
            try unsafe read(source, at: offset + place, count: size, body)
            place += size
        }
    }
}
