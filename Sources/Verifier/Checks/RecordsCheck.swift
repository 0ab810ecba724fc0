import Archive
import Bytes
import Evidence
import Hashing
import Transparency

/// `records.jsonl` and the archive: a line for each record, its member, its contents, and the root of the lines.
struct RecordsCheck<Source: ByteSource> {
    private let bundle: OpenBundle<Source>
    private let statement: CaptureStatement
    private let quick: Bool
    private let log: FindingLog
    private let opener: RecordOpener
    private let lineKey: [UInt8]

    private var tree = MerkleTree()
    private var archiveNumber = 0
    private var offset = 0
    private let buffer = PieceBuffer()
    private var relations: RecordRelations
    /// Lines whose member is a whole file, so that the file's digest is the member's.
    private(set) var wholeFiles: [(file: String, digest: SHA256Digest, line: Int)] = []
    /// The index lines that the records give.
    private(set) var index = LineSetDigest()
    /// The pages that the records give: the beginnings of their lines.
    private(set) var pages: [PagesCheck.Page] = []
    /// The tree head over the first lines, as the journal of a recovered bundle has it.
    private(set) var journalRoot: SHA256Digest?

    init(
        _ bundle: OpenBundle<Source>, _ statement: CaptureStatement, quick: Bool, lineKey: [UInt8],
        log: FindingLog
    ) throws {
        self.bundle = bundle
        self.statement = statement
        self.quick = quick
        self.log = log
        self.lineKey = lineKey
        opener = try RecordOpener()
        relations = RecordRelations(statement: statement, log: log)
    }

    mutating func run(progress: (Int) -> Void) throws {
        guard let entry = bundle.entry(BundlePath.records) else { return }
        var stopped = false
        do {
            try LineStream.forEachLine(of: entry, in: bundle.source, maximumBytes: BundleLimits.lineBytes) {
                line, number in
                tree.append(MerkleTree.leaf(Array(line)))
                if case .recovered(let recovery) = statement.sealing,
                    recovery.journalled?.head.count == tree.count
                {
                    journalRoot = tree.root
                }
                guard !stopped, tree.count <= BundleLimits.records else { return }
                do throws(LineError) {
                    let parsed = try RecordLine.parse(line)
                    stopped = try !check(parsed, number)
                } catch {
                    log.fail("records.line-form", .malformed, .records, at: place(number), "\(error)")
                    stopped = true
                }
                progress(0)
            }
        } catch is LineStream.Problem {
            log.fail(
                "records.lines", .malformed, .records, at: BundlePath.records,
                "the file is not lines of at most 64 KiB")
        }
        if !stopped, archiveNumber != bundle.archives.count || offset != (bundle.archives.last?.bytes ?? 0) {
            log.fail(
                "records.untold", .altered, .completeness, at: BundlePath.records,
                "the archive files hold more than the lines tell")
        }
        if tree.count != statement.records.count || tree.root != statement.records.root {
            log.fail(
                "records.root", .altered, .records, at: BundlePath.records,
                "the lines do not give the root that the statement signs")
        }
        if !quick, !stopped { relations.finish() }
    }

    private func place(_ number: Int) -> String { "\(BundlePath.records) line \(number)" }

    /// Checks one line and its member; false when what follows has no place any more.
    private mutating func check(_ line: RecordLine, _ number: Int) throws(LineError) -> Bool {
        while archiveNumber == 0 || offset == bundle.archives[archiveNumber - 1].bytes {
            guard archiveNumber < bundle.archives.count else {
                log.fail(
                    "records.missing", .altered, .completeness, at: place(number),
                    "the record of this line is not in the archive files")
                return false
            }
            archiveNumber += 1
            offset = 0
        }
        let entry = bundle.archives[archiveNumber - 1]
        guard line.file == entry.name, line.bytes >= GzipMember.minimumBytes,
            line.bytes <= entry.bytes - offset
        else {
            log.fail(
                "records.place", .altered, .records, at: place(number),
                "the line is not that of the member in this place of the archive files")
            return false
        }
        let start = offset
        offset += line.bytes
        do {
            try checkMember(line, number, entry: entry, at: start)
            return true
        } catch let error as GzipError {
            log.fail("records.gzip", .altered, .records, at: place(number), "\(error)")
        } catch let error as WARCError {
            log.fail("records.header", .malformed, .records, at: place(number), "\(error)")
        } catch let error as OpenedRecord.Problem {
            switch error {
            case .header(let text): log.fail("records.header", .malformed, .records, at: place(number), text)
            case .length(let stated):
                log.fail(
                    "records.length", .malformed, .records, at: place(number),
                    "the block is not as long as its Content-Length of \(stated) says")
            case .end:
                log.fail(
                    "records.end", .malformed, .records, at: place(number),
                    "the record does not end with two line ends")
            }
        } catch {
            log.fail("records.unreadable", .damaged, .records, at: place(number), "the member cannot be read")
        }
        return true
    }

    private mutating func checkMember(_ line: RecordLine, _ number: Int, entry: ContainerEntry, at start: Int)
        throws
    {
        let isWholeFile = line.bytes == entry.bytes
        let isSmall = try isSmallMember(line, entry: entry, at: start)
        if isWholeFile { wholeFiles.append((line.file, line.digest, number)) }
        if isSmall {
            buffer.reserve(line.bytes)
            let opened: OpenedRecord? = try unsafe buffer.bytes.withUnsafeMutableBytes { all in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: all[..<line.bytes])
                guard try unsafe bundle.source.read(into: room, at: entry.offset + start) == line.bytes else {
                    throw UnreadableFile()
                }
                let member = UnsafeRawBufferPointer(room)
                var digest = try RunningDigest.sha256()
                try unsafe digest.update(member)
                if try digest.finalize() != line.digest { reportDigest(number) }
                return quick ? nil : try unsafe opener.open(member)
            }
            if let opened { check(opened, line, number, entry: entry, at: start) }
        } else {
            try checkLarge(line, number, entry: entry, at: start, isWholeFile: isWholeFile)
        }
    }

    private func reportDigest(_ number: Int) {
        log.fail(
            "records.digest", .altered, .records, at: place(number),
            "the record is not the one that was sealed: its digest is another")
    }

    /// Whether the member's contents are small enough to be opened in memory.
    private func isSmallMember(_ line: RecordLine, entry: ContainerEntry, at start: Int) throws -> Bool {
        guard line.bytes <= RecordOpener.smallContents + (1 << 16) else { return false }
        let trailer = try bundle.source.read(at: entry.offset + start + line.bytes - 4, count: 4)
        guard trailer.count == 4 else { throw UnreadableFile() }
        return trailer.reversed().reduce(0) { $0 << 8 | Int($1) } <= RecordOpener.smallContents
    }

    private mutating func checkLarge(
        _ line: RecordLine, _ number: Int, entry: ContainerEntry, at start: Int, isWholeFile: Bool
    ) throws {
        if quick, isWholeFile { return }  // the digest of the file is the member's
        let offset = entry.offset + start
        if quick {
            let digest = try opener.digest(bundle.source, at: offset, bytes: line.bytes)
            return digest == line.digest ? () : reportDigest(number)
        }
        let (opened, digest) = try opener.openLarge(
            bundle.source, at: offset, bytes: line.bytes, digesting: !isWholeFile)
        if let digest, digest != line.digest { reportDigest(number) }
        check(opened, line, number, entry: entry, at: start)
    }

    /// Compares what a record says of itself with its line and with its contents.
    private mutating func check(
        _ opened: OpenedRecord, _ line: RecordLine, _ number: Int, entry: ContainerEntry, at start: Int
    ) {
        let form = opened.form
        if form.id != line.id || form.type != line.type || form.uri != line.uri || form.date != line.date {
            log.fail(
                "records.line-differs", .altered, .records, at: place(number),
                "id, type, address or date of the record are not those of its line")
        }
        if !statement.window.contains(form.date) {
            log.fail(
                "records.date", .altered, .time, at: place(number),
                "the record's date \(form.date.text) is not in the window of the capture")
        }
        if let stated = form.blockDigest, stated != opened.blockDigest?.text {
            log.fail(
                "records.block-digest", .altered, .records, at: place(number),
                "the block digest of the record is not that of its block")
        }
        if let stated = form.payloadDigest, stated != opened.payloadDigest.text {
            log.fail(
                "records.payload-digest", .altered, .records, at: place(number),
                "the payload digest of the record is not that of its payload")
        }
        if form.contentLength > BundleLimits.largeBlockBytes, line.bytes != entry.bytes {
            log.fail(
                "records.large-shares-file", .malformed, .records, at: place(number),
                "a record over 8 MiB must be alone in its file")
        }
        for range in form.masked where opened.block?[range].allSatisfy({ $0 == UInt8(ascii: "*") }) != true {
            log.fail(
                "records.masked", .malformed, .records, at: place(number),
                "a masked range holds something else than the mask")
        }
        relations.add(opened, number: number, place: place(number))
        guard form.type == .response || form.type == .resource, let uri = form.uri else { return }
        if form.isPage { pages.append(PagesCheck.Page(id: form.id, uri: uri, date: form.date)) }
        index.add(
            CDXJLine(
                uri: uri, fourteenDigits: form.date.fourteenDigits,
                mime: form.type == .response ? opened.head?.mediaType : HTTPHead.mediaType(form.contentType),
                status: opened.head?.status, digest: opened.payloadDigest.text, length: line.bytes,
                offset: start,
                filename: String(line.file.dropFirst("archive/".count))
            ).serialized, key: lineKey)
    }
}
