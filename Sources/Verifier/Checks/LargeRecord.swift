import Archive
import Evidence
import Hashing

/// A record whose contents come in pieces.
struct LargeRecord: ~Copyable {
    /// Contents that are not yet enough to be read.
    private var start: [UInt8] = []
    private var form: RecordForm?
    private var head: HTTPHead?
    private var payload: RunningDigest?
    private var masks = MaskCheck([])
    /// Bytes of the block so far.
    private var place = 0
    private var tail: [UInt8] = []

    mutating func append(_ piece: UnsafeRawBufferPointer) throws {
        guard payload != nil else {
            unsafe start += piece
            try begin(isLast: false)
            return
        }
        try unsafe take(piece)
    }

    /// Reads header and HTTP head as soon as enough of them is there.
    private mutating func begin(isLast: Bool) throws {
        if form == nil {
            guard isLast || start.count >= WARCHeader.maximumBytes else { return }
            let (header, bytes) = try unsafe start.withUnsafeBytes { try unsafe WARCHeader.parse($0) }
            form = try RecordOpener.form(header)
            start.removeFirst(bytes)
        }
        guard let form else { return }
        if form.hasHead {
            let needed = min(form.contentLength, HTTPHead.maximumBytes)
            guard isLast || start.count >= needed else { return }
            head = unsafe start.withUnsafeBytes {
                unsafe HTTPHead(UnsafeRawBufferPointer(rebasing: $0.prefix(needed)))
            }
        }
        masks = MaskCheck(form.masked)
        payload = try RunningDigest.sha256()
        let kept = start
        start = []
        try unsafe kept.withUnsafeBytes { try unsafe take($0) }
    }

    private mutating func take(_ piece: UnsafeRawBufferPointer) throws {
        guard let form else { return }
        let inBlock = min(max(0, form.contentLength - place), piece.count)
        let from = min(inBlock, max(0, (head?.bytes ?? 0) - place))
        try unsafe payload?.update(UnsafeRawBufferPointer(rebasing: piece[from..<inBlock]))
        unsafe masks.take(UnsafeRawBufferPointer(rebasing: piece[..<inBlock]))
        place += inBlock
        guard tail.count + piece.count - inBlock <= RecordOpener.end.count else {
            throw OpenedRecord.Problem.length(stated: form.contentLength)
        }
        unsafe tail += piece[inBlock...]
    }

    consuming func finish() throws -> OpenedRecord {
        if payload == nil { try begin(isLast: true) }
        guard let form, let digest = payload.take() else { throw GzipError.truncated }
        guard place == form.contentLength else {
            throw OpenedRecord.Problem.length(stated: form.contentLength)
        }
        guard tail == RecordOpener.end else { throw OpenedRecord.Problem.end }
        return OpenedRecord(
            form: form, blockDigest: nil, payloadDigest: try digest.finalize(), head: head,
            masksHold: masks.holds, block: nil)
    }
}
