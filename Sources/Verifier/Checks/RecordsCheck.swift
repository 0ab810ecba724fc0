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
    private let digests: FileDigests
    private let log: FindingLog
    private let buffer = PieceBuffer()
    private let opener: RecordOpener

    private var tree = MerkleTree()
    private var walk: ArchiveWalk
    private var withheld: WithheldLeaves
    private var relations: RecordRelations
    private var pages: PagesCheck<Source>
    /// Lines whose member is a whole file, so that the file's digest is the member's.
    private(set) var wholeFiles: [(file: String, digest: SHA256Digest, place: RecordPlace)] = []
    /// Whether every record was opened, so that what the records give can be compared with what other files say.
    private(set) var isComplete = true
    /// The index lines that the records give, and the masked ranges.
    private(set) var index: SetDigest
    private(set) var masks: SetDigest

    init(
        _ bundle: OpenBundle<Source>, _ statement: CaptureStatement, _ derivation: Derivation?, quick: Bool,
        digests: FileDigests, anchors: TrustAnchors, setKey: [UInt8], log: FindingLog
    ) throws {
        self.bundle = bundle
        self.statement = statement
        self.quick = quick
        self.digests = digests
        self.log = log
        opener = try RecordOpener(buffer)
        walk = ArchiveWalk(bundle.archives, isPart: bundle.isDerived, log: log)
        withheld = WithheldLeaves(.records, derivation, log)
        relations = RecordRelations(statement: statement, anchors: anchors, log: log)
        pages = PagesCheck(bundle, log: log)
        index = SetDigest(key: setKey)
        masks = SetDigest(key: setKey)
    }

    /// The plan and the counts of the records; nothing after a quick check.
    var plan: CapturePlan? { relations.plan }
    var origin: OriginCheck { relations.origin }
    var counts: (exchanges: Int, connections: Int, bytes: Int) { relations.counts }

    /// Checks all but the digests of `wholeFiles`, which `digests` tells when its queue is empty; `progress` gets the
    /// number of bytes of the archive done since its last call.
    mutating func run(progress: (Int) -> Void) throws {
        guard let entry = bundle.entry(BundlePath.records) else { return }
        var isInPlace = true
        var lines = EntryLines(entry, in: bundle.source)
        do {
            while let line = try lines.next() {
                var place = RecordPlace(number: lines.number)
                let leaf = withheld.leaf(line, number: lines.number, at: place.text)
                tree.append(leaf ?? MerkleTree.leaf(line))
                checkJournalRoot()
                if leaf != nil {
                    relations.addWithheld(place)
                } else if isInPlace {
                    guard let parsed = parse(line, place) else {
                        isInPlace = false
                        relations.addUnreadable()
                        continue
                    }
                    place.line = parsed
                    guard walk.enter(parsed, place) else {
                        isInPlace = false
                        relations.addUnreadable()
                        continue
                    }
                    try checkMember(parsed, place, progress: progress)
                }
            }
        } catch is EntryLines<Source>.Problem {
            log.fail(
                "records.lines", .malformed, .records, at: BundlePath.records,
                "the file is not lines of at most 64 KiB")
            isInPlace = false
        }
        if isInPlace { walk.finish() }
        if !isInPlace { isComplete = false }
        if tree.count != statement.records.count || tree.root != statement.records.root {
            log.fail(
                "records.root", .altered, .records, at: BundlePath.records,
                "the lines do not give the root that the statement signs")
        }
        if !quick, isComplete {
            relations.finish()
            walk.tellSplit()
            try pages.finish()
        }
    }

    private func parse(_ line: ArraySlice<UInt8>, _ place: RecordPlace) -> RecordLine? {
        guard place.number <= BundleLimits.records else {
            log.fail("records.too-many", .malformed, .records, at: place.text, "more than 4,194,304 records")
            return nil
        }
        do throws(LineError) {
            return try RecordLine.parse(line)
        } catch {
            if WithheldLine.isMeant(by: line), !bundle.isDerived {
                log.fail(
                    "records.withheld", .malformed, .completeness, at: place.text,
                    "a record is withheld, and nothing signed in this file allows that")
            } else {
                log.fail("records.line-form", .malformed, .records, at: place.text, "\(error)")
            }
            return nil
        }
    }

    /// The head of the tree over the first lines, as the journal of a recovered bundle had it.
    private func checkJournalRoot() {
        guard case .recovered(let recovery) = statement.sealing, let head = recovery.journalled?.head,
            head.count == tree.count, head.root != tree.root
        else { return }
        log.fail(
            "recovery.root", .malformed, .records,
            "the journal's checkpoint is not the root of the first \(head.count) records")
    }

    private mutating func checkMember(_ line: RecordLine, _ place: RecordPlace, progress: (Int) -> Void)
        throws
    {
        do {
            guard quick else { return try openMember(line, place) }
            return try digestMember(line, place, progress: progress)
        } catch let error as GzipError {
            log.fail("records.gzip", .malformed, .records, at: place.text, "\(error)")
        } catch let error as WARCError {
            log.fail("records.header", .malformed, .records, at: place.text, "\(error)")
        } catch let error as OpenedRecord.Problem {
            switch error {
            case .header(let text): log.fail("records.header", .malformed, .records, at: place.text, text)
            case .length(let stated):
                log.fail(
                    "records.length", .malformed, .records, at: place.text,
                    "the block is not as long as its Content-Length of \(stated) says")
            case .end:
                log.fail(
                    "records.end", .malformed, .records, at: place.text,
                    "the record does not end with two line ends")
            }
        }
        isComplete = false
        relations.addUnreadable()
    }

    /// The quick check: one pass over the member, for its digest and the checksum of its file.
    private mutating func digestMember(_ line: RecordLine, _ place: RecordPlace, progress: (Int) -> Void)
        throws
    {
        if let file = walk.entry, walk.isWholeFile(line) {
            wholeFiles.append((line.file, line.digest, place))
            return digests.enqueue(file)
        }
        var digest = try RunningDigest.sha256()
        try unsafe buffer.forEachPiece(of: bundle.source, at: walk.memberOffset, count: line.bytes) { piece in
            try unsafe digest.update(piece)
            unsafe walk.takeChecksum(piece)
            progress(piece.count)
        }
        if try digest.finalize() != line.digest { reportDigest(place) }
    }

    private mutating func openMember(_ line: RecordLine, _ place: RecordPlace) throws {
        if walk.isWholeFile(line) { wholeFiles.append((line.file, line.digest, place)) }
        guard line.bytes <= RecordOpener.smallMember else { return try openLarge(line, place) }
        let opened = try unsafe buffer.read(bundle.source, at: walk.memberOffset, count: line.bytes) {
            member -> OpenedRecord? in
            guard let size = unsafe MemberDecompressor.statedSize(member), size <= RecordOpener.smallContents
            else { return nil }
            if unsafe SHA256Digest.of(member) != line.digest { reportDigest(place) }
            return try unsafe opener.open(member)
        }
        if let opened { try check(opened, line, place) } else { try openLarge(line, place) }
    }

    private mutating func openLarge(_ line: RecordLine, _ place: RecordPlace) throws {
        let (opened, digest) = try opener.openLarge(
            bundle.source, at: walk.memberOffset, bytes: line.bytes, digesting: !walk.isWholeFile(line))
        if let digest, digest != line.digest { reportDigest(place) }
        try check(try opened.get(), line, place)
    }

    private func reportDigest(_ place: RecordPlace) {
        log.fail(
            "records.digest", .altered, .records, at: place.text,
            "the record is not the one that was sealed: its digest is another")
    }

    /// Compares what a record says of itself with its line and with its contents.
    private mutating func check(_ opened: OpenedRecord, _ line: RecordLine, _ place: RecordPlace) throws {
        let form = opened.form
        if form.id != line.id || form.type != line.type || form.uri != line.uri || form.date != line.date {
            log.fail(
                "records.line-differs", .malformed, .records, at: place.text,
                "id, type, address or date of the record are not those of its line")
        }
        if !statement.window.contains(form.date) {
            log.fail(
                "records.date", .malformed, .time, at: place.text,
                "the record's date \(form.date.text) is not in the window of the capture")
        }
        if let stated = form.blockDigest, stated != opened.blockDigest {
            log.fail(
                "records.block-digest", .malformed, .records, at: place.text,
                "the block digest of the record is not that of its block")
        }
        if let stated = form.payloadDigest, stated != opened.payloadDigest {
            log.fail(
                "records.payload-digest", .malformed, .records, at: place.text,
                "the payload digest of the record is not that of its payload")
        }
        if let head = opened.head, head.bytes >= HTTPHead.maximumBytes, form.contentLength > head.bytes {
            log.fail(
                "records.http-head", .malformed, .records, at: place.text,
                "the HTTP head is longer than 1 MiB")
        }
        if !opened.masksHold {
            log.fail(
                "records.masked", .malformed, .records, at: place.text,
                "a masked range holds something else than the mask")
        }
        for range in form.masked { masks.add(MaskedLine.key(record: form.id, offset: range.lowerBound)[...]) }
        walk.checkFile(of: line, isLarge: form.contentLength > BundleLimits.largeBlockBytes, place)
        try relations.add(opened, place)
        guard form.type == .response || form.type == .resource, let uri = form.uri else { return }
        if form.isPage { pages.expect(id: form.id, uri: uri, date: form.date) }
        index.add(
            CDXJLine(
                uri: uri, fourteenDigits: form.date.fourteenDigits,
                mime: form.type == .response ? opened.head?.mediaType : HTTPHead.mediaType(form.contentType),
                status: opened.head?.status, digest: opened.payloadDigest.text, length: line.bytes,
                offset: walk.memberOffsetInFile, filename: String(line.file.dropFirst("archive/".count))
            ).serialized.dropLast())
    }
}
