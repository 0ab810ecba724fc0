import Archive

/// Memory that is used again for one member after the other.
final class PieceBuffer {
    var bytes = [UInt8](repeating: 0, count: 1 << 20)

    /// Makes room for this many bytes.
    func reserve(_ count: Int) {
        if bytes.count < count { bytes = [UInt8](repeating: 0, count: count) }
    }
}

/// Reads a stretch of a source piece by piece.
enum MemberPieces {
    static func forEach(
        of source: some ByteSource, at offset: Int, bytes: Int, _ buffer: PieceBuffer,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var place = 0
        while place < bytes {
            let wanted = min(buffer.bytes.count, bytes - place)
            try unsafe buffer.bytes.withUnsafeMutableBytes { all in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: all[..<wanted])
                guard try unsafe source.read(into: room, at: offset + place) == wanted else {
                    throw UnreadableFile()
                }
                try unsafe body(UnsafeRawBufferPointer(room))
            }
            place += wanted
        }
    }
}
