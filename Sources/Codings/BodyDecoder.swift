import Archive
internal import CBrotli
internal import CZstd

/// Undoes a content coding of HTTP, piece by piece, in bounded memory (RFC 9110, section 8.4.1; RFC 7932; RFC 8878).
@safe public final class BodyDecoder {
    public enum Coding: String, Sendable, CaseIterable {
        case gzip, deflate, br, zstd

        /// The coding that a `Content-Encoding` field names; nil for none, several, and those that are not known.
        public init?(field: String) {
            let name = field.lowercased()
            self.init(rawValue: name == "x-gzip" ? "gzip" : name)
        }
    }

    /// A decoder of one library.
    @unsafe private enum Kind {
        case zlib(ContentDecoder)
        // Owned; freed in `deinit`.
        case brotli(OpaquePointer)
        case zstd(OpaquePointer)
    }

    /// The bytes do not follow the coding, or ask for more memory than a browser would give.
    public struct Broken: Error {}

    /// What browsers allow (RFC 8878, section 3.1.1.1.2): 8 MiB.
    private static let zstdWindowBits: Int32 = 23

    private let kind: Kind
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var hasEnded = false

    public init(_ coding: Coding) throws {
        switch coding {
        case .gzip: unsafe kind = .zlib(try ContentDecoder(.gzip))
        case .deflate: unsafe kind = .zlib(try ContentDecoder(.deflate))
        case .br:
            guard let state = unsafe BrotliDecoderCreateInstance(nil, nil, nil) else { throw Broken() }
            unsafe kind = .brotli(state)
        case .zstd:
            guard let stream = unsafe ZSTD_createDCtx() else { throw Broken() }
            unsafe kind = .zstd(stream)
            _ = unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.zstdWindowBits)
        }
    }

    deinit {
        switch unsafe kind {
        case .zlib: break
        case .brotli(let state): unsafe BrotliDecoderDestroyInstance(state)
        case .zstd(let stream): _ = unsafe ZSTD_freeDCtx(stream)
        }
    }

    /// Whether the coding has come to its end; what follows is ignored.
    public var isComplete: Bool {
        if case .zlib(let decoder) = unsafe kind { return decoder.isComplete }
        return hasEnded
    }

    /// Hands what the piece gives to `output`; throws `GzipError` or `Broken` for bytes that do not follow the coding.
    public func append(_ piece: UnsafeRawBufferPointer, _ output: (UnsafeRawBufferPointer) throws -> Void)
        throws
    {
        switch unsafe kind {
        case .zlib(let decoder): _ = try unsafe decoder.append(piece) { try unsafe output($0) }
        case .brotli(let state): try unsafe brotli(state, piece, output)
        case .zstd(let stream): try unsafe zstd(stream, piece, output)
        }
    }

    private func brotli(
        _ state: OpaquePointer, _ piece: UnsafeRawBufferPointer,
        _ output: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var left = piece.count
        var next = unsafe piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
        while !hasEnded {
            let capacity = buffer.count
            var room = capacity
            let result = unsafe buffer.withUnsafeMutableBufferPointer { space in
                var place = space.baseAddress
                return unsafe BrotliDecoderDecompressStream(state, &left, &next, &room, &place, nil)
            }
            guard result != BROTLI_DECODER_RESULT_ERROR else { throw Broken() }
            try unsafe hand(capacity - room, output)
            hasEnded = result == BROTLI_DECODER_RESULT_SUCCESS
            if result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT { return }
        }
    }

    private func zstd(
        _ stream: OpaquePointer, _ piece: UnsafeRawBufferPointer,
        _ output: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var input = unsafe ZSTD_inBuffer(src: piece.baseAddress, size: piece.count, pos: 0)
        var isFull = false
        while unsafe input.pos < input.size || isFull {
            let (produced, result) = unsafe buffer.withUnsafeMutableBytes { space in
                var out = unsafe ZSTD_outBuffer(dst: space.baseAddress, size: space.count, pos: 0)
                let result = unsafe ZSTD_decompressStream(stream, &out, &input)
                return unsafe (out.pos, result)
            }
            guard ZSTD_isError(result) == 0 else { throw Broken() }
            try unsafe hand(produced, output)
            isFull = produced == buffer.count
            // Zero where a frame ended; another may follow.
            hasEnded = result == 0
            if produced == 0, unsafe input.pos == input.size { return }
        }
    }

    private func hand(_ count: Int, _ output: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard count > 0 else { return }
        try unsafe buffer.withUnsafeBytes {
            try unsafe output(UnsafeRawBufferPointer(rebasing: $0[..<count]))
        }
    }
}
