internal import CZlib

/// Undoes a content coding of HTTP, gzip or deflate, piece by piece, in constant memory (RFC 9110, section 8.4.1).
///
/// What servers send, not what the bundle format has: extra fields in gzip headers are taken, and deflate with its zlib
/// wrapper or, as some servers send it, without.
@safe public final class ContentDecoder {
    public enum Coding: Sendable {
        case gzip, deflate
        /// Without any wrapper, as in a ZIP file.
        case raw
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private let coding: Coding
    private var buffer = [UInt8](repeating: 0, count: 128 << 10)
    private var isStarted = false
    /// Whether the coding has come to its end; what follows is ignored.
    public private(set) var isComplete = false

    public init(_ coding: Coding) throws(GzipError) {
        self.coding = coding
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 is the largest window; 16 more asks for the gzip wrapper instead of zlib's.
        let window: Int32 =
            switch coding {
            case .gzip: 15 + 16
            case .deflate: 15
            case .raw: -15
            }
        guard unsafe inflateInit2_(stream, window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            unsafe stream.deallocate()
            throw .noMemory
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Takes coded bytes, and hands what they stand for to `output`, which bounds its size by throwing. Gives how many of them
    /// belong to the coding: fewer than all when its end is among them.
    @discardableResult
    public func append(
        _ piece: UnsafeRawBufferPointer, to output: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        var place = 0
        if !isStarted, let first = unsafe piece.first {
            isStarted = true
            // CMF of zlib: method 8, window up to 32 KiB (RFC 1950, section 2.2); anything else has no wrapper.
            if coding == .deflate, first & 0x0F != 8 || first >> 4 > 7 {
                _ = unsafe inflateReset2(stream, -15)
            }
        }
        while !isComplete, place < piece.count {
            var status = Z_OK
            try unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: (piece.baseAddress.map { unsafe $0 + place })?.assumingMemoryBound(
                        to: UInt8.self))
                unsafe stream.pointee.avail_in = UInt32(clamping: piece.count - place)
                let given = Int(unsafe stream.pointee.avail_in)
                unsafe stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                unsafe stream.pointee.avail_out = UInt32(buffer.count)
                status = unsafe inflate(stream, Z_NO_FLUSH)
                place += given - Int(unsafe stream.pointee.avail_in)
                let filled = buffer.count - Int(unsafe stream.pointee.avail_out)
                if filled > 0 { try unsafe output(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
            }
            switch status {
            case Z_STREAM_END: isComplete = true
            case Z_OK: break
            default: throw GzipError.notDeflate
            }
        }
        return place
    }
}
