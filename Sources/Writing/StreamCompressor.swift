public import Archive
internal import CZlib

/// Makes the gzip member of a large record from pieces, in constant memory.
///
/// Owns a `z_stream` when it deflates; a `z_stream` must not move, so it is allocated.
@safe public final class StreamCompressor {
    private let stream: UnsafeMutablePointer<z_stream>?
    private var crc = CRC32()
    private var size = 0
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)

    /// `storing`: the contents are compressed already, and go into stored blocks.
    public init(storing: Bool) throws(GzipError) {
        guard !storing else {
            unsafe stream = nil
            return
        }
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe deflateInit2_(
            stream, 6, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            unsafe stream.deallocate()
            throw .noMemory
        }
        unsafe self.stream = stream
    }

    deinit {
        if let stream = unsafe stream {
            unsafe deflateEnd(stream)
            unsafe stream.deallocate()
        }
    }

    /// The first bytes of the member.
    public var start: [UInt8] { GzipMember.header }

    /// Takes a piece, and hands compressed bytes to `output`.
    public func append(
        _ piece: UnsafeRawBufferPointer, to output: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        unsafe crc.update(piece)
        size += piece.count
        if let stream = unsafe stream {
            unsafe stream.pointee.next_in = UnsafeMutablePointer(
                mutating: piece.baseAddress?.assumingMemoryBound(to: UInt8.self))
            unsafe stream.pointee.avail_in = UInt32(piece.count)
            while unsafe stream.pointee.avail_in > 0 { try unsafe deflate(stream, Z_NO_FLUSH, output) }
        } else {
            var start = 0
            while start < piece.count {
                let end = min(piece.count, start + 65535)
                try unsafe MemberCompressor.storedBlockHeader(bytes: end - start, isLast: false)
                    .withUnsafeBytes {
                        try unsafe output($0)
                    }
                try unsafe output(UnsafeRawBufferPointer(rebasing: piece[start..<end]))
                start = end
            }
        }
    }

    /// Ends the member, and hands its last bytes to `output`.
    public func finish(_ output: (UnsafeRawBufferPointer) throws -> Void) throws {
        if let stream = unsafe stream {
            unsafe stream.pointee.avail_in = 0
            while try unsafe deflate(stream, Z_FINISH, output) != Z_STREAM_END {}
        } else {
            try unsafe MemberCompressor.storedBlockHeader(bytes: 0, isLast: true).withUnsafeBytes {
                try unsafe output($0)
            }
        }
        try unsafe GzipMember.trailer(crc: crc.value, bytes: size).withUnsafeBytes {
            try unsafe output($0)
        }
    }

    /// One call of deflate; gives its status. A fresh buffer is given each time, so it always makes progress.
    @discardableResult
    private func deflate(
        _ stream: UnsafeMutablePointer<z_stream>, _ flush: Int32,
        _ output: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int32 {
        var status = Z_OK
        try unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe stream.pointee.avail_out = UInt32(buffer.count)
            status = unsafe CZlib.deflate(stream, flush)
            let filled = buffer.count - Int(unsafe stream.pointee.avail_out)
            if filled > 0 { try unsafe output(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
        }
        return status
    }
}
