import Archive
import Evidence
import Hashing

/// Opens members, small ones at once and large ones piece by piece, in constant memory.
final class RecordOpener {
    /// A member with more contents than this is opened piece by piece.
    static let smallContents = BundleLimits.largeBlockBytes + (64 << 10)
    private static let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    /// As much of a block as an HTTP head may take.
    private static let headBytes = 1 << 20

    private let small: MemberDecompressor
    private let buffer = PieceBuffer()

    init() throws { small = try MemberDecompressor() }

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
            let head = Self.hasHead(form) ? unsafe HTTPHead(Array(block.prefix(Self.headBytes))[...]) : nil
            let payload = unsafe UnsafeRawBufferPointer(rebasing: block[(head?.bytes ?? 0)...])
            var payloadDigest = try RunningDigest.sha256()
            try unsafe payloadDigest.update(payload)
            let payloadValue = try payloadDigest.finalize()
            var blockValue = payloadValue
            if head != nil {
                var blockDigest = try RunningDigest.sha256()
                try unsafe blockDigest.update(block)
                blockValue = try blockDigest.finalize()
            }
            let keeps = form.masked.isEmpty ? Self.isOurs(form) : true
            return OpenedRecord(
                form: form, blockDigest: blockValue, payloadDigest: payloadValue, head: head,
                block: keeps ? unsafe Array(block) : nil)
        }
    }

    /// A large member inside a source; gives the digest of the member too, unless the caller has it anyway.
    func openLarge(
        _ source: some ByteSource, at offset: Int, bytes: Int, digesting: Bool
    ) throws -> (record: OpenedRecord, digest: SHA256Digest?) {
        let decompressor = try StreamDecompressor()
        var reading = LargeRecord()
        var digest = try RunningDigest.sha256()
        try unsafe MemberPieces.forEach(of: source, at: offset, bytes: bytes, buffer) { piece in
            if digesting { try unsafe digest.update(piece) }
            let used = try unsafe decompressor.append(piece) { try unsafe reading.append($0) }
            guard used == piece.count else { throw GzipError.surplus }
        }
        guard decompressor.isComplete else { throw GzipError.truncated }
        let value = try digest.finalize()
        return (try reading.finish(), digesting ? value : nil)
    }

    /// The digest of a member that is not opened.
    func digest(_ source: some ByteSource, at offset: Int, bytes: Int) throws -> SHA256Digest {
        var digest = try RunningDigest.sha256()
        try unsafe MemberPieces.forEach(of: source, at: offset, bytes: bytes, buffer) {
            try unsafe digest.update($0)
        }
        return try digest.finalize()
    }

    fileprivate static func form(_ header: WARCHeader) throws -> RecordForm {
        do {
            return try RecordForm(header)
        } catch {
            throw OpenedRecord.Problem.header(error.text)
        }
    }

    fileprivate static func hasHead(_ form: RecordForm) -> Bool {
        form.type == .request || form.type == .response
    }

    /// Records of which a check reads the block.
    private static func isOurs(_ form: RecordForm) -> Bool {
        guard let uri = form.uri else { return false }
        return uri.hasPrefix("urn:exhibit:") && form.contentLength <= BundleLimits.jsonBytes
    }

    /// A record whose contents come in pieces.
    private struct LargeRecord: ~Copyable {
        private var start: [UInt8] = []
        private var form: RecordForm?
        private var head: HTTPHead?
        private var payload: RunningDigest?
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
            let needed = min(form.contentLength, RecordOpener.headBytes)
            if RecordOpener.hasHead(form) {
                guard isLast || start.count >= needed else { return }
                head = HTTPHead(start.prefix(needed))
            }
            payload = try RunningDigest.sha256()
            let kept = start
            start = []
            try unsafe kept.withUnsafeBytes { try unsafe take($0) }
        }

        private mutating func take(_ piece: UnsafeRawBufferPointer) throws {
            guard let form else { return }
            let room = max(0, form.contentLength - place)
            let inBlock = min(room, piece.count)
            let from = min(inBlock, max(0, (head?.bytes ?? 0) - place))
            try unsafe payload?.update(UnsafeRawBufferPointer(rebasing: piece[from..<inBlock]))
            place += inBlock
            unsafe tail += piece[inBlock...]
            guard tail.count <= RecordOpener.end.count else {
                throw OpenedRecord.Problem.length(stated: form.contentLength)
            }
        }

        consuming func finish() throws -> OpenedRecord {
            if payload == nil { try begin(isLast: true) }
            guard let form else { throw GzipError.truncated }
            guard place == form.contentLength else {
                throw OpenedRecord.Problem.length(stated: form.contentLength)
            }
            guard tail == RecordOpener.end else { throw OpenedRecord.Problem.end }
            guard let digest = payload.take() else { throw GzipError.truncated }
            return OpenedRecord(
                form: form, blockDigest: nil, payloadDigest: try digest.finalize(), head: head, block: nil)
        }
    }
}
