import Archive
import Bytes
import Evidence
import Files
import Hashing
import Storage
import Writing

/// Turns records into gzip members, headers as the bundle format orders them. For one thread at a time.
final class RecordEncoder: @unchecked Sendable {
    // Invariant of Sendable: the writer hands an encoder to one thread, and gets it back before it hands it to another.
    /// A record as it will stand in the archive.
    struct Encoded {
        let record: EvidenceRecord
        let header: [UInt8]
        let payloadDigest: SHA256Digest?
        /// The whole member; nil for a large record, which is streamed.
        let member: [UInt8]?
        let stores: Bool
        let head: HTTPHead?
    }

    private static let end = Array("\r\n\r\n".utf8)

    private let compressor: MemberCompressor
    /// Where a record is put together; kept, so that its memory is taken once.
    private var contents: [UInt8] = []
    private static let keptBytes = 1 << 20
    private static let sampleBytes = 64 << 10

    init(_ effort: DeflateEffort) throws { compressor = try MemberCompressor(effort) }

    func encode(_ record: EvidenceRecord) throws -> Encoded {
        let size = record.block.bytes
        let isLarge = size > BundleLimits.largeBlockBytes
        let head =
            record.type == .request || record.type == .response ? HTTPHead(record.block.head[...]) : nil
        var blockDigest: SHA256Digest?
        let payloadDigest: SHA256Digest?
        let firstBytes: [UInt8]
        switch record.block {
        case .bytes(let head, let payload):
            payloadDigest = record.type == .warcinfo ? nil : SHA256Digest.of(payload)
            if !isLarge {
                blockDigest =
                    head.isEmpty ? payloadDigest ?? SHA256Digest.of(payload) : SHA256Digest.of(head, payload)
            }
            firstBytes = Array(payload.prefix(16))
        case .spooled(_, let payload, _, let digest):
            payloadDigest = digest
            firstBytes = try payload.read(at: 0, count: 16)
            if !isLarge { blockDigest = try Self.blockDigest(of: record.block) }
        }
        let header = try Self.header(of: record, blockDigest: blockDigest, payloadDigest: payloadDigest)
        let stores =
            try CompressedMedia.isCompressed(
                mediaType: (head?.mediaType ?? HTTPHead.mediaType(record.contentType))?.lowercased(),
                contentCoding: head?.value("content-encoding")?.lowercased(), firstBytes: firstBytes)
            || isLarge && !shrinks(record.block)
        var member: [UInt8]?
        if !isLarge {
            let parts = try Self.parts(of: record.block)
            member =
                stores
                ? MemberCompressor.stored([header] + parts + [Self.end])
                : try deflated([header] + parts + [Self.end])
        }
        return Encoded(
            record: record, header: header, payloadDigest: payloadDigest, member: member, stores: stores,
            head: head)
    }

    /// Whether samples of a large payload, whose type says nothing, become smaller: deflating the rest takes long.
    private func shrinks(_ block: EvidenceRecord.Block) throws -> Bool {
        let bytes = block.bytes - block.head.count
        for place in [0, bytes / 2, max(0, bytes - Self.sampleBytes)] {
            let sample: [UInt8] =
                switch block {
                case .bytes(_, let payload): Array(payload[place...].prefix(Self.sampleBytes))
                case .spooled(_, let file, _, _): try file.read(at: place, count: Self.sampleBytes)
                }
            if try compressor.deflated(sample).count < sample.count * 31 / 32 { return true }
        }
        return false
    }

    private func deflated(_ parts: [[UInt8]]) throws -> [UInt8] {
        contents.removeAll(keepingCapacity: contents.capacity <= Self.keptBytes)
        contents.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { contents += part }
        return try compressor.deflated(contents)
    }

    /// Writes the member of a large record, piece by piece.
    static func stream(_ encoded: Encoded, to output: (UnsafeRawBufferPointer) throws -> Void) throws {
        let compressor = try StreamCompressor(storing: encoded.stores)
        try unsafe compressor.start.withUnsafeBytes { try unsafe output($0) }
        func append(_ bytes: [UInt8]) throws {
            try unsafe bytes.withUnsafeBytes { try unsafe compressor.append($0, to: output) }
        }
        try append(encoded.header)
        try append(encoded.record.block.head)
        switch encoded.record.block {
        case .bytes(_, let payload): try append(payload)
        case .spooled(_, let file, let bytes, _):
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            var place = 0
            while place < bytes {
                let wanted = min(buffer.count, bytes - place)
                let got = try unsafe buffer.withUnsafeMutableBytes { all in
                    let buffer = unsafe UnsafeMutableRawBufferPointer(rebasing: all[..<wanted])
                    let got = try unsafe file.read(into: buffer, at: place)
                    try unsafe compressor.append(UnsafeRawBufferPointer(rebasing: buffer[..<got]), to: output)
                    return got
                }
                guard got == wanted else { throw SealingError.broken }
                place += got
            }
        }
        try append(end)
        try unsafe compressor.finish(output)
    }

    private static func parts(of block: EvidenceRecord.Block) throws -> [[UInt8]] {
        switch block {
        case .bytes(let head, let payload): [head, payload]
        case .spooled(let head, let file, let bytes, _): [head, try file.read(at: 0, count: bytes)]
        }
    }

    private static func blockDigest(of block: EvidenceRecord.Block) throws -> SHA256Digest {
        var digest = try RunningDigest.sha256()
        for part in try parts(of: block) { try digest.update(part) }
        return try digest.finalize()
    }

    private static func header(
        of record: EvidenceRecord, blockDigest: SHA256Digest?, payloadDigest: SHA256Digest?
    ) throws(SealingError) -> [UInt8] {
        if let uri = record.uri, uri.utf8.count > BundleLimits.uriBytes || uri.utf8.contains(0x20) {
            throw .valueNotAllowed(field: "WARC-Target-URI")
        }
        let fields: [(String, String?)] = [
            ("WARC-Type", record.type.rawValue), ("WARC-Record-ID", "<\(record.id.urn)>"),
            ("WARC-Date", record.date.text), ("WARC-Target-URI", record.uri),
            ("WARC-Concurrent-To", record.concurrentTo.map { "<\($0.urn)>" }),
            ("WARC-IP-Address", record.address),
            ("WARC-Block-Digest", blockDigest?.text), ("WARC-Payload-Digest", payloadDigest?.text),
            ("WARC-Truncated", record.truncated), ("WARC-Exhibit-Kind", record.isPage ? "page" : nil),
            ("WARC-Exhibit-Connection", record.connection.map(String.init)),
            ("WARC-Exhibit-Outcome", record.outcome), ("WARC-Exhibit-Masked", record.masked),
            ("Content-Type", record.contentType), ("Content-Length", String(record.block.bytes)),
        ]
        var header = WARCHeader()
        for case (let name, let value?) in fields {
            guard !value.isEmpty, value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
                throw .valueNotAllowed(field: name)
            }
            header.append(name, value)
        }
        let bytes = header.serialized
        // A reader looks for the empty line in as many bytes.
        guard bytes.count < WARCHeader.maximumBytes else { throw .valueNotAllowed(field: "header") }
        return bytes
    }
}
