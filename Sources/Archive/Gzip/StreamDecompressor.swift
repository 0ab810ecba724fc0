internal import CZlib

/// Opens a large gzip member piece by piece, in constant memory.
@safe public final class StreamDecompressor {
    private let stream: UnsafeMutablePointer<z_stream>
    private var buffer: [UInt8]
    private var headerSeen = 0
    private var trailer: [UInt8] = []
    private var crc = CRC32()
    private var size = 0
    private var deflateEnded = false

    /// `bufferBytes`: as much of the contents as `append` hands out at once.
    public init(bufferBytes: Int = 256 << 10) throws(GzipError) {
        buffer = [UInt8](repeating: 0, count: bufferBytes)
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            unsafe stream.deallocate()
            throw .noMemory
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Begins a new member, with the memory of the last.
    public func reset() throws(GzipError) {
        guard unsafe inflateReset(stream) == Z_OK else { throw .noMemory }
        headerSeen = 0
        trailer = []
        crc = CRC32()
        size = 0
        deflateEnded = false
    }

    /// Whether the member is complete: what follows is not its own.
    public var isComplete: Bool { trailer.count == GzipMember.trailerBytes }

    /// Takes the next bytes of the file, hands contents to `output`, and gives the number of bytes that were the member's.
    public func append(
        _ piece: UnsafeRawBufferPointer, to output: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        var place = 0
        while headerSeen < GzipMember.header.count, place < piece.count {
            guard unsafe piece[place] == GzipMember.header[headerSeen] else { throw GzipError.header }
            headerSeen += 1
            place += 1
        }
        while !deflateEnded, place < piece.count {
            var status = Z_OK
            var used = 0
            try unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: (piece.baseAddress.map { unsafe $0 + place })?.assumingMemoryBound(
                        to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(piece.count - place)
                unsafe stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                unsafe stream.pointee.avail_out = UInt32(buffer.count)
                status = unsafe inflate(stream, Z_NO_FLUSH)
                used = piece.count - place - Int(unsafe stream.pointee.avail_in)
                let filled = buffer.count - Int(unsafe stream.pointee.avail_out)
                if filled > 0 {
                    let contents = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<filled])
                    unsafe crc.update(contents)
                    size += filled
                    try unsafe output(contents)
                }
            }
            place += used
            if status == Z_STREAM_END {
                deflateEnded = true
            } else if status != Z_OK {
                throw GzipError.notDeflate
            }
        }
        while deflateEnded, trailer.count < GzipMember.trailerBytes, place < piece.count {
            trailer.append(unsafe piece[place])
            place += 1
        }
        if isComplete {
            let expected = GzipMember.trailer(crc: crc.value, bytes: size)
            guard trailer[..<4] == expected[..<4] else { throw GzipError.checksum }
            guard trailer == expected else { throw GzipError.size }
        }
        return place
    }
}
