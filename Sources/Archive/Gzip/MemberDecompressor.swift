internal import CDeflate

/// Opens gzip members that lie in memory whole. Owns one libdeflate decompressor; for one thread at a time.
@safe public final class MemberDecompressor {
    private let decompressor: OpaquePointer
    private var buffer: [UInt8]

    public init() throws(GzipError) {
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else { throw .noMemory }
        unsafe self.decompressor = decompressor
        buffer = []
    }

    deinit { unsafe libdeflate_free_decompressor(decompressor) }

    /// The size that the member says its contents have; nil when it is too short to be one.
    public static func statedSize(_ member: UnsafeRawBufferPointer) -> Int? {
        guard member.count >= GzipMember.minimumBytes else { return nil }
        return Int(
            UInt32(
                littleEndian: unsafe member.loadUnaligned(fromByteOffset: member.count - 4, as: UInt32.self)))
    }

    /// Checks a member and gives its contents to `body`; they are valid during the call.
    ///
    /// The member must fill `member` exactly; the caller has bounded `statedSize`, which is what memory is taken for.
    public func open<Result>(
        _ member: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        guard let size = unsafe Self.statedSize(member) else { throw GzipError.truncated }
        guard unsafe member.starts(with: GzipMember.header) else { throw GzipError.header }
        if buffer.count < size {
            buffer = []  // first let go of the old memory
            buffer = [UInt8](repeating: 0, count: max(size, 16 << 10))
        }
        let start = GzipMember.header.count
        let room = member.count - start - GzipMember.trailerBytes
        var read = 0
        var written = 0
        let status = unsafe buffer.withUnsafeMutableBytes { output in
            unsafe libdeflate_deflate_decompress_ex(
                decompressor, member.baseAddress.map { unsafe $0 + start }, room, output.baseAddress, size,
                &read,
                &written)
        }
        switch status {
        case LIBDEFLATE_SUCCESS: break
        case LIBDEFLATE_INSUFFICIENT_SPACE: throw GzipError.size
        default: throw GzipError.notDeflate
        }
        guard written == size else { throw GzipError.size }
        guard read == room else { throw GzipError.surplus }
        let stated = UInt32(
            littleEndian: unsafe member.loadUnaligned(fromByteOffset: member.count - 8, as: UInt32.self))
        return try unsafe buffer.withUnsafeBytes { output in
            let contents = unsafe UnsafeRawBufferPointer(rebasing: output[..<size])
            guard unsafe libdeflate_crc32(0, contents.baseAddress, size) == stated else {
                throw GzipError.checksum
            }
            return try unsafe body(contents)
        }
    }
}
