import Archive
import Bytes
public import Evidence
import Files
import Hashing
import Storage
import Transparency

/// What of a bundle whose writer died is whole. Finding out changes nothing.
public struct PartialBundle {
    /// The name that the bundle will have.
    public let path: String
    public let plan: CapturePlan
    let file: OpenFile
    let journal: OpenFile
    /// The archive files up to the last record that is kept.
    let archives: [PartialArchive.ArchiveFile]
    /// What the kept records come to.
    let ledger: BundleWriter.Ledger
    /// The date of the latest of them.
    let latest: Timestamp
    /// The last checkpoint that agrees with the records on disk.
    let checkpoint: SealingMode.Checkpoint?
    /// Checkpoints over kept records that do not agree with them: somebody changed the files, or the disk did.
    public let disagreeing: Int
    /// Records of the journal that are not kept, since they, or what belongs to them, are not whole.
    public let dropped: Int

    /// Records that are whole.
    public var records: Int { ledger.tree.count }
    /// Those of them that stand beyond the last checkpoint.
    public var unjournalled: Int { records - (checkpoint?.head.count ?? 0) }
    /// Whether the page was had.
    public var hasPage: Bool { !ledger.pages.isEmpty }
}

extension PartialBundle {
    /// Reads journal and archive beside each other; nil when not even the plan is whole, so that nothing had begun.
    ///
    /// A record is kept when its line is whole in the journal and its member is the one that the line binds, and so are
    /// all before it. A request is kept with its response or not at all.
    static func read(_ file: OpenFile, journal: OpenFile, path: String) throws -> PartialBundle? {
        var reading = Reading(archive: try PartialArchive(file), folder: Folder.of(path))
        try Journal.locked(journal).forEachLine { line, number, _ in try reading.take(line, number: number) }
        guard let plan = reading.plan, reading.ledger.tree.count >= Reading.planRecords else { return nil }
        return PartialBundle(
            path: path, plan: plan, file: file, journal: journal, archives: reading.archives,
            ledger: reading.ledger, latest: reading.latest, checkpoint: reading.checkpoint,
            disagreeing: reading.disagreeing, dropped: reading.lines - reading.ledger.tree.count)
    }

    /// The state of reading.
    private struct Reading {
        /// warcinfo, plan, and the plan's signature.
        static let planRecords = 3

        var archive: PartialArchive
        var archives: [PartialArchive.ArchiveFile] = []
        var ledger: BundleWriter.Ledger
        var latest = Timestamp(seconds: 0)
        var plan: CapturePlan?
        var checkpoint: SealingMode.Checkpoint?
        var disagreeing = 0
        /// Lines of records, whether kept or not.
        var lines = 0
        private var bundle: RandomUUID?
        /// A request whose response has not come yet.
        private var request: (line: [UInt8], record: PartialArchive.Record)?
        /// Whether a record was not whole: none after it is kept.
        private var hasStopped = false
        /// Whether a line was not of the format: the journal ends before it.
        private var hasEnded = false

        init(archive: PartialArchive, folder: String) {
            self.archive = archive
            ledger = BundleWriter.Ledger(folder: folder)
        }

        mutating func take(_ line: ArraySlice<UInt8>, number: Int) throws {
            guard !hasEnded else { return }
            guard let parsed = JournalLine(line) else {
                hasEnded = true
                return
            }
            switch parsed {
            case .beginning(let name):
                hasEnded = number != 1
                bundle = name
            case _ where bundle == nil: hasEnded = true
            case .record(let record):
                lines += 1
                guard !hasStopped else { return }
                hasStopped = try !keep(record, Array(line))
            case .checkpoint(let checkpoint): try compare(checkpoint)
            case .action(let action): ledger.actions.append(action)
            }
        }

        /// False when the record is not whole.
        private mutating func keep(_ line: RecordLine, _ bytes: [UInt8]) throws -> Bool {
            guard let record = try archive.next(line) else { return false }
            if let request {
                guard line.type == .response,
                    record.header["WARC-Concurrent-To"] == request.record.header["WARC-Record-ID"]
                else { return false }
                self.request = nil
                try add(request.record, request.line)
            } else if line.type == .request, record.header["WARC-Concurrent-To"] != nil {
                request = (bytes, record)
                return true
            }
            if ledger.tree.count == 1 {
                guard let plan = readPlan(record) else { return false }
                self.plan = plan
            }
            try add(record, bytes)
            return true
        }

        private func readPlan(_ record: PartialArchive.Record) -> CapturePlan? {
            guard record.line.uri == RecordURI.plan,
                let plan = try? CapturePlan.parse(Array(record.blockStart)),
                plan.bundle == bundle
            else { return nil }
            return plan
        }

        private mutating func add(_ record: PartialArchive.Record, _ line: [UInt8]) throws {
            var file = record.file
            file.bytes = record.offset + record.line.bytes
            if archives.last?.name == file.name { archives.removeLast() }
            archives.append(file)
            latest = max(latest, record.line.date)
            try ledger.add(line, record.indexed)
        }

        /// A checkpoint counts when the key of the plan signed it over the very records that were kept so far.
        private mutating func compare(_ found: SealingMode.Checkpoint) throws {
            guard let plan, found.head.count <= ledger.tree.count else { return }
            let head = TreeHead(count: ledger.tree.count, root: ledger.tree.root)
            let isSigned = try PublicKey(spki: plan.packagingKey).verifies(
                found.signature, of: SealingMode.Checkpoint.signedBytes(found.head, of: plan.bundle))
            if found.head == head, isSigned { checkpoint = found } else { disagreeing += 1 }
        }
    }
}

extension PartialArchive.Record {
    /// What the ledger keeps of a record.
    fileprivate var indexed: BundleWriter.IndexedRecord {
        BundleWriter.IndexedRecord(
            type: line.type, id: line.id, date: line.date, uri: line.uri,
            isPage: header["WARC-Exhibit-Kind"] == "page", contentType: header["Content-Type"] ?? "",
            blockBytes: header["Content-Length"].flatMap { Int($0) } ?? 0, head: head,
            payloadDigest: header["WARC-Payload-Digest"].flatMap(SHA256Digest.init(text:)), file: line.file,
            offset: offset, length: line.bytes)
    }
}
