import Archive
import Evidence
import Hashing

/// Opens members, small ones at once and large ones piece by piece, in constant memory.
final class RecordOpener {
    /// A member with more contents than this is opened piece by piece.
    static let smallContents = BundleLimits.largeBlockBytes + (64 << 10)
    /// A member with fewer bytes may have as few contents.
    static let smallMember = smallContents + (64 << 10)
    static let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

    private let small: MemberDecompressor
    private let buffer: PieceBuffer

    init(_ buffer: PieceBuffer) throws {
        small = try MemberDecompressor()
        self.buffer = buffer
    }

    /// A member that lies in memory whole.
    func open(_ member: UnsafeRawBufferPointer) throws -> OpenedRecord {
        try unsafe small.open(member) { contents in
            let (header, headerBytes) = try unsafe WARCHeader.parse(contents)
            let form = try Self.form(header)
            let length = contents.count - headerBytes - Self.end.count
            guard length == form.contentLength else {
                throw OpenedRecord.Problem.length(stated: form.contentLength)
            }
            guard unsafe contents[(headerBytes + length)...].elementsEqual(Self.end) else {
                throw OpenedRecord.Problem.end
            }
            let block = unsafe UnsafeRawBufferPointer(rebasing: contents[headerBytes..<headerBytes + length])
            let head = form.hasHead ? unsafe HTTPHead(block) : nil
            let payload = unsafe SHA256Digest.of(
                UnsafeRawBufferPointer(rebasing: block[(head?.bytes ?? 0)...]))
            var masks = MaskCheck(form.masked)
            unsafe masks.take(block)
            return OpenedRecord(
                form: form, blockDigest: head == nil ? payload : unsafe SHA256Digest.of(block),
                payloadDigest: payload, head: head, masksHold: masks.holds,
                block: form.isRead ? unsafe Array(block) : nil)
        }
    }

    /// A large member inside a source; gives the digest of the member too, unless the caller has it anyway, also when the
    /// member cannot be opened.
    func openLarge(
        _ source: some ByteSource, at offset: Int, bytes: Int, digesting: Bool
    ) throws -> (record: Result<OpenedRecord, any Error>, digest: SHA256Digest?) {
        let decompressor = try StreamDecompressor()
        var reading = LargeRecord()
        var digest = try RunningDigest.sha256()
        var contentsProblem: (any Error)?
        var memberProblem: (any Error)?
        try unsafe buffer.forEachPiece(of: source, at: offset, count: bytes) { piece in
            if digesting { try unsafe digest.update(piece) }
            guard memberProblem == nil else { return }
            do {
                let used = try unsafe decompressor.append(piece) { part in
                    guard contentsProblem == nil else { return }
                    do { try unsafe reading.append(part) } catch { contentsProblem = error }
                }
                if used != piece.count { memberProblem = GzipError.surplus }
            } catch let error as GzipError {
                memberProblem = error
            }
        }
        if memberProblem == nil, !decompressor.isComplete { memberProblem = GzipError.truncated }
        let value = digesting ? try digest.finalize() : nil
        // What stands in a member counts only when the member is whole.
        if let problem = memberProblem ?? contentsProblem { return (.failure(problem), value) }
        do { return (.success(try reading.finish()), value) } catch { return (.failure(error), value) }
    }

    static func form(_ header: WARCHeader) throws -> RecordForm {
        do {
            return try RecordForm(header)
        } catch {
            throw OpenedRecord.Problem.header(error.text)
        }
    }
}
