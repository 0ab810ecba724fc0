package import Archive
import Evidence

extension ReadableBundle {
    /// Opens a record: hands its header to `begin`, and then its block in pieces to `block`.
    ///
    /// Throws when the member is not one record with a header of the format and a block of the stated length; pieces may
    /// have been handed out by then.
    package func read(
        _ place: RecordPlace, begin: (WARCHeader) throws -> Void,
        block: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let malformed = { (rule: String) in
            ReadingError.malformed(place: "record \(place.number)", rule: rule)
        }
        let member: StreamDecompressor
        member = try StreamDecompressor()
        var start: [UInt8] = []
        var left: Int?
        var end = 0
        func open(isLast: Bool) throws {
            guard left == nil, isLast || start.count >= WARCHeader.maximumBytes else { return }
            let (header, bytes) = try unsafe start.withUnsafeBytes { try unsafe WARCHeader.parse($0) }
            guard let length = header["Content-Length"].flatMap({ Int($0) }), length >= 0,
                length < BundleLimits.entryBytes
            else { throw malformed("its Content-Length is not a number below 3.75 GiB") }
            try begin(header)
            left = length
            let kept = start[bytes...]
            start = []
            try unsafe kept.withUnsafeBytes { try unsafe take($0) }
        }
        func take(_ bytes: UnsafeRawBufferPointer) throws {
            let room = min(left ?? 0, bytes.count)
            if room > 0 { try unsafe block(UnsafeRawBufferPointer(rebasing: bytes[..<room])) }
            left = (left ?? 0) - room
            end += bytes.count - room
            guard end <= 4 else { throw malformed("its block is longer than its Content-Length says") }
        }
        do {
            try unsafe forEachPiece(at: place.offset, bytes: place.line.bytes) { piece in
                _ = try unsafe member.append(piece) { contents in
                    guard left == nil else { return try unsafe take(contents) }
                    unsafe start += contents
                    try open(isLast: false)
                }
            }
            try open(isLast: true)
        } catch let error as GzipError {
            throw malformed("\(error)")
        } catch let error as WARCError {
            throw malformed("\(error)")
        }
        guard member.isComplete, left == 0 else {
            throw malformed("its block is shorter than its Content-Length says")
        }
    }

    /// The first bytes of a record's block, `maximumBytes` at most, and whether they are all of it.
    public func block(of place: RecordPlace, maximumBytes: Int) throws -> (bytes: [UInt8], isWhole: Bool) {
        var bytes: [UInt8] = []
        var total = 0
        try unsafe read(place) { _ in
        } block: { piece in
            total += piece.count
            unsafe bytes += piece.prefix(maximumBytes - bytes.count)
        }
        return (bytes, total == bytes.count)
    }
}
