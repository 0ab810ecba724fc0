import Archive
import Bytes
import Evidence
import Files
import Hashing

/// The archive files of a container that was not finished, read record by record beside the lines of the journal.
struct PartialArchive {
    /// An archive file, as far as its records were found whole.
    struct ArchiveFile {
        let name: String
        let headerOffset: Int
        /// Where the data begin.
        var offset: Int { headerOffset + ContainerLayout.localHeaderBytes + name.utf8.count }
        var bytes = 0
    }

    /// A record whose member is whole.
    struct Record {
        let line: RecordLine
        /// The file that holds it, counted from 0, and where in it the member begins.
        let file: ArchiveFile
        let offset: Int
        let header: WARCHeader
        /// Nil when the record is no request or response.
        let head: HTTPHead?
        /// The block, as far as an HTTP head may go.
        let blockStart: ArraySlice<UInt8>
    }

    /// A member with more contents, or larger itself, is opened only as far as its heads go.
    private static let smallBytes = BundleLimits.largeBlockBytes + (64 << 10)
    /// As much of a record as its header and an HTTP head may take.
    private static let headBytes = WARCHeader.maximumBytes + (1 << 20)

    private let source: OpenFile
    private let decompressor: MemberDecompressor
    private var current: ArchiveFile?
    private var count = 0

    init(_ source: OpenFile) throws {
        self.source = source
        decompressor = try MemberDecompressor()
    }

    /// The record that `line` tells of, if it stands whole where the record before it ended; else nil, and what follows
    /// has no place any more. Throws when the file cannot be read: then nothing is known.
    mutating func next(_ line: RecordLine) throws -> Record? {
        guard let file = try place(of: line), line.bytes >= GzipMember.minimumBytes else { return nil }
        let offset = file.offset + file.bytes
        guard let start = try read(line, at: offset) else { return nil }
        guard let record = try Self.record(start, of: line, in: file) else { return nil }
        var grown = file
        grown.bytes += line.bytes
        if current?.name != file.name { count += 1 }
        current = grown
        return record
    }

    /// The file that a line names: the one that is open, or the next, whose header is behind it.
    private func place(of line: RecordLine) throws -> ArchiveFile? {
        if let current, line.file == current.name { return current }
        guard line.file == BundlePath.archive(count + 1) else { return nil }
        let next = ArchiveFile(name: line.file, headerOffset: current.map { $0.offset + $0.bytes } ?? 0)
        // Checksum and sizes are written when a file ends, so they say nothing here.
        let model = ContainerLayout.localHeader(
            ContainerEntry(name: next.name, crc: 0, bytes: 0, headerOffset: next.headerOffset))
        let header = try source.read(at: next.headerOffset, count: model.count)
        let isSame =
            header.count == model.count
            && header.indices.allSatisfy { (14..<26).contains($0) || header[$0] == model[$0] }
        return isSame ? next : nil
    }

    /// The first bytes of the record in a member, or all; nil when the member is not the one that the line binds.
    private func read(_ line: RecordLine, at offset: Int) throws -> [UInt8]? {
        guard line.bytes <= Self.smallBytes + (64 << 10) else { return try readLarge(line, at: offset) }
        let member = try source.read(at: offset, count: line.bytes)
        guard member.count == line.bytes, SHA256Digest.of(member) == line.digest else { return nil }
        let stated = unsafe member.withUnsafeBytes { unsafe MemberDecompressor.statedSize($0) }
        guard let stated, stated <= Self.smallBytes else { return try readLarge(line, at: offset) }
        do {
            return try unsafe member.withUnsafeBytes {
                try unsafe decompressor.open($0) { unsafe Array($0.prefix(Self.headBytes)) }
            }
        } catch GzipError.noMemory {
            throw GzipError.noMemory
        } catch is GzipError {
            return nil
        }
    }

    private func readLarge(_ line: RecordLine, at offset: Int) throws -> [UInt8]? {
        var digest = try RunningDigest.sha256()
        let stream = try StreamDecompressor()
        var start: [UInt8] = []
        var place = 0
        var isGzip = true
        while place < line.bytes {
            let piece = try source.read(at: offset + place, count: min(1 << 20, line.bytes - place))
            guard !piece.isEmpty else { return nil }
            try digest.update(piece)
            place += piece.count
            guard isGzip, start.count < Self.headBytes else { continue }
            do {
                _ = try unsafe piece.withUnsafeBytes { bytes in
                    try unsafe stream.append(bytes) { contents in
                        unsafe start += contents.prefix(max(0, Self.headBytes - start.count))
                    }
                }
            } catch is GzipError {
                isGzip = false
            }
        }
        return try digest.finalize() == line.digest && isGzip ? start : nil
    }

    /// The record that begins with these bytes; nil when it is not the one that the line tells of.
    private static func record(_ start: [UInt8], of line: RecordLine, in file: ArchiveFile) throws -> Record?
    {
        let parsed: (header: WARCHeader, bytes: Int)
        do {
            parsed = try unsafe start.withUnsafeBytes { try unsafe WARCHeader.parse($0) }
        } catch {
            return nil
        }
        let header = parsed.header
        guard header["WARC-Record-ID"] == "<\(line.id.urn)>", header["WARC-Type"] == line.type.rawValue,
            header["WARC-Date"] == line.date.text, header["WARC-Target-URI"] == line.uri,
            let length = header["Content-Length"].flatMap({ Int($0) }), length >= 0
        else { return nil }
        let block = start[parsed.bytes...].prefix(length)
        let hasHead = line.type == .request || line.type == .response
        return Record(
            line: line, file: file, offset: file.bytes, header: header, head: hasHead ? HTTPHead(block) : nil,
            blockStart: block)
    }
}
