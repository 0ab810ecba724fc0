public import Archive
internal import CDeflate

/// Makes gzip members of whole records in memory. Owns one libdeflate compressor; for one thread at a time.
@safe public final class MemberCompressor {
    private static let storedBlockBytes = 65535

    private let compressor: OpaquePointer

    public init(_ effort: DeflateEffort = .thorough) throws(GzipError) {
        guard let compressor = unsafe libdeflate_alloc_compressor(effort.level) else { throw .noMemory }
        unsafe self.compressor = compressor
    }

    deinit { unsafe libdeflate_free_compressor(compressor) }

    /// The member that holds `contents`, deflated.
    public func deflated(_ contents: [UInt8]) throws(GzipError) -> [UInt8] {
        let bound = unsafe libdeflate_deflate_compress_bound(compressor, contents.count)
        let overhead = GzipMember.header.count + GzipMember.trailerBytes
        var failed = false
        let member = unsafe [UInt8](unsafeUninitializedCapacity: bound + overhead) { buffer, count in
            for (place, byte) in GzipMember.header.enumerated() { unsafe buffer[place] = byte }
            let start = GzipMember.header.count
            let written = unsafe contents.withUnsafeBytes { input in
                unsafe libdeflate_deflate_compress(
                    compressor, input.baseAddress, input.count, buffer.baseAddress.map { unsafe $0 + start },
                    bound)
            }
            failed = written == 0
            let crc = unsafe contents.withUnsafeBytes { unsafe libdeflate_crc32(0, $0.baseAddress, $0.count) }
            for (place, byte) in GzipMember.trailer(crc: crc, bytes: contents.count).enumerated() {
                unsafe buffer[start + written + place] = byte
            }
            count = start + written + GzipMember.trailerBytes
        }
        guard !failed else { throw .noMemory }
        return member
    }

    /// The member that holds `parts`, one after the other, in stored blocks: for media that is compressed already.
    public static func stored(_ parts: [[UInt8]]) -> [UInt8] {
        let size = parts.reduce(0) { $0 + $1.count }
        var member = GzipMember.header
        member.reserveCapacity(size + size / storedBlockBytes * 5 + 64)
        var crc = CRC32()
        for part in parts {
            crc.update(part)
            var start = 0
            while start < part.count {
                let end = min(part.count, start + storedBlockBytes)
                member += storedBlockHeader(bytes: end - start, isLast: false)
                member += part[start..<end]
                start = end
            }
        }
        member += storedBlockHeader(bytes: 0, isLast: true)
        return member + GzipMember.trailer(crc: crc.value, bytes: size)
    }

    /// BFINAL, BTYPE 00, LEN and NLEN (RFC 1951, section 3.2.4).
    static func storedBlockHeader(bytes: Int, isLast: Bool) -> [UInt8] {
        let low = UInt8(bytes & 255)
        let high = UInt8(bytes >> 8 & 255)
        return [isLast ? 1 : 0, low, high, ~low, ~high]
    }
}
