import Archive
public import Bytes
public import Evidence
import Files
import Glibc
import Hashing
import Storage
import Synchronization
import Transparency
import Writing

/// Writes one bundle, front to back, while its records arrive.
///
/// Safe to use from several threads. What has been appended survives the death of the process: it is in
/// `NAME.wacz.partial`, and `NAME.wacz.partial.journal` tells what was whole.
public final class BundleWriter: Sendable {
    /// The name that the bundle will have.
    public let path: String
    public let plan: CapturePlan
    let packaging: PackagingKey
    let clock: SealingClock
    let state: Mutex<State>
    /// Encoders that no thread is using: each has memory that is worth keeping.
    private let encoders = Mutex<[RecordEncoder]>([])

    public static func partialPath(_ path: String) -> String { path + ".partial" }
    public static func journalPath(_ path: String) -> String { path + ".partial.journal" }

    /// How long records may stand unjournalled by a signed checkpoint, in nanoseconds.
    private static let checkpointInterval: Int64 = 50_000_000
    /// How much of the work a power cut may take, in nanoseconds.
    private static let syncInterval: Int64 = 2_000_000_000

    init(
        path: String, plan: CapturePlan, packaging: PackagingKey, clock: SealingClock,
        state: consuming sending State
    ) {
        self.path = path
        self.plan = plan
        self.packaging = packaging
        self.clock = clock
        self.state = Mutex(state)
    }

    /// Begins a bundle at a name that is free, and writes its first records: warcinfo, plan, the plan's signature.
    public static func begin(
        at path: String, plan: CapturePlan, packaging: PackagingKey, officer: OfficerIdentity,
        clock: SealingClock
    ) throws -> BundleWriter {
        guard !Folder.exists(path) else { throw FileError("create", path, number: EEXIST) }
        guard !Folder.exists(journalPath(path)), !Folder.exists(partialPath(path)) else {
            throw SealingError.unfinished(path: partialPath(path))
        }
        // The journal first: its lock says that a capture is alive before there is anything to recover.
        let journal = try Journal.create(journalPath(path), bundle: plan.bundle)
        var made = [journalPath(path)]
        do {
            let file = try OpenFile.creating(partialPath(path))
            made.append(partialPath(path))
            try Folder.sync(Folder.of(path))
            let state = State(
                file: file, container: try ContainerWriter(file), journal: journal,
                ledger: Ledger(folder: Folder.of(path)))
            let writer = BundleWriter(
                path: path, plan: plan, packaging: packaging, clock: clock, state: state)
            try writer.append(firstRecords(plan, officer: officer))
            try writer.checkpoint()
            return writer
        } catch {
            // Nothing has been captured yet, so nothing is kept; why it failed matters more than a file that stays.
            for path in made.reversed() { try? Folder.remove(path) }
            throw error
        }
    }

    /// warcinfo, plan, the plan's signature: all of them, or nothing has begun.
    private static func firstRecords(_ plan: CapturePlan, officer: OfficerIdentity) throws -> [EvidenceRecord]
    {
        let content = plan.serialized
        let signature = try officer.sign(content, at: plan.begun)
        return [
            EvidenceRecord(
                .warcinfo, id: try SecureRandom.uuid(), date: plan.begun, uri: nil,
                contentType: "application/warc-fields", block: .bytes(head: [], payload: warcinfo(plan))),
            .resource(
                RecordURI.plan, id: try SecureRandom.uuid(), date: plan.begun,
                contentType: "application/json",
                bytes: content),
            .resource(
                RecordURI.planSignature, id: try SecureRandom.uuid(), date: plan.begun,
                contentType: "application/pkcs7-signature", bytes: signature),
        ]
    }

    /// Appends records that belong together: all of them, or, should the process die, none.
    ///
    /// Throws when the disk refuses, and from then on always: what was whole can be recovered.
    public func append(_ records: [EvidenceRecord]) throws {
        let encoded = try encode(records)
        let salts = try SecureRandom.bytes(16 * records.count)
        try state.withLock { state in
            guard !state.isBroken, !state.isFinished else { throw SealingError.broken }
            guard state.ledger.tree.count + records.count <= BundleLimits.records else {
                throw SealingError.tooManyRecords
            }
            do {
                var written: [(line: [UInt8], record: IndexedRecord)] = []
                for (index, one) in encoded.enumerated() {
                    let salt = Array(salts[(16 * index)..<(16 * index + 16)])
                    written.append(try Self.write(one, salt: salt, into: &state))
                }
                // Lines after members: a line in the journal says that its member is whole.
                try state.journal.append(lines: written.map(\.line))
                for (line, record) in written { try state.ledger.add(line, record) }
                let now = clock.monotonic()
                if now - state.lastCheckpoint > Self.checkpointInterval { try sign(&state, at: now) }
                if now - state.lastSync > Self.syncInterval { try sync(&state, at: now) }
            } catch {
                state.isBroken = true
                throw stopped(error)
            }
        }
    }

    /// Adds a line to `evidence/actions.jsonl`.
    public func append(action: JSONValue) throws {
        try state.withLock { state in
            guard !state.isBroken, !state.isFinished else { throw SealingError.broken }
            let line = action.serialized()
            do {
                try state.journal.append((["action": action] as JSONValue).serialized())
            } catch {
                state.isBroken = true
                throw stopped(error)
            }
            state.ledger.actions.append(line)
        }
    }

    /// Signs a checkpoint over all records so far, if there are new ones, and returns when all of it is on the disk.
    ///
    /// `append` makes checkpoints by itself, but the last record before a pause gets none until the next one comes: call
    /// this when nothing has come for a moment.
    public func checkpoint() throws {
        try state.withLock { state in
            guard !state.isBroken, !state.isFinished else { throw SealingError.broken }
            do {
                try settle(&state)
            } catch {
                state.isBroken = true
                throw stopped(error)
            }
        }
    }

    /// Signs a checkpoint when there are new records, and syncs when that is due: what `append` does for the records before.
    ///
    /// To be called now and then while records may arrive.
    public func tick() throws {
        try state.withLock { state in
            guard !state.isBroken, !state.isFinished else { throw SealingError.broken }
            guard state.checkpointed < state.ledger.tree.count else { return }
            let now = clock.monotonic()
            do {
                try sign(&state, at: now)
                if now - state.lastSync > Self.syncInterval { try sync(&state, at: now) }
            } catch {
                state.isBroken = true
                throw stopped(error)
            }
        }
    }

    /// As `checkpoint`, for who holds the state.
    func settle(_ state: inout State) throws {
        let now = clock.monotonic()
        if state.checkpointed < state.ledger.tree.count { try sign(&state, at: now) }
        try sync(&state, at: now)
    }

    /// A refused write, with what can be done about it.
    func stopped(_ error: any Error) -> any Error {
        guard let cause = error as? FileError else { return error }
        return SealingError.stopped(cause: cause, partial: Self.partialPath(path))
    }

    /// Removes what was begun: nothing of it stays.
    public func abandon() throws {
        try state.withLock { state in
            state.isFinished = true
            try Folder.remove(Self.partialPath(path))
            try Folder.remove(Self.journalPath(path))
        }
    }

    private func encode(_ records: [EvidenceRecord]) throws -> [RecordEncoder.Encoded] {
        let encoder =
            try encoders.withLock { $0.popLast() } ?? RecordEncoder(plan.engine == .pack ? .thorough : .quick)
        let encoded = try records.map(encoder.encode)
        encoders.withLock { $0.append(encoder) }
        return encoded
    }

    private func sign(_ state: inout State, at now: Int64) throws {
        let head = TreeHead(count: state.ledger.tree.count, root: state.ledger.tree.root)
        try state.journal.append(try packaging.checkpoint(head, of: plan.bundle).json.serialized())
        state.checkpointed = head.count
        state.lastCheckpoint = now
    }

    /// Members before lines, so that a line on the disk has its member there.
    private func sync(_ state: inout State, at now: Int64) throws {
        try state.file.syncData()
        try state.journal.sync()
        state.lastSync = now
    }

    /// Writes one record into the archive; gives its line, and what the ledger keeps of it.
    private static func write(_ encoded: RecordEncoder.Encoded, salt: [UInt8], into state: inout State) throws
        -> (line: [UInt8], record: IndexedRecord)
    {
        let record = encoded.record
        let isLarge = encoded.member == nil
        if state.isFileOpen,
            isLarge || state.isFileFull
                || state.container.entryBytes + (encoded.member?.count ?? 0) > BundleLimits.archiveFileBytes
        {
            try endFile(&state)
        }
        if !state.isFileOpen { try beginFile(&state, isLarge: isLarge) }
        let offset = state.container.entryBytes
        let digest: SHA256Digest
        if let member = encoded.member {
            digest = SHA256Digest.of(member)
            try state.container.append(member)
        } else {
            var running = try RunningDigest.sha256()
            let container = state.container
            try unsafe RecordEncoder.stream(encoded) { piece in
                try unsafe running.update(piece)
                try unsafe container.append(piece)
            }
            digest = try running.finalize()
            state.isFileFull = true
        }
        let length = state.container.entryBytes - offset
        let file = BundlePath.archive(state.fileNumber)
        let line = RecordLine(
            salt: salt, id: record.id, type: record.type, uri: record.uri, date: record.date, file: file,
            bytes: length, digest: digest)
        if isLarge { try endFile(&state, digest: digest) }
        let indexed = IndexedRecord(
            type: record.type, id: record.id, date: record.date, uri: record.uri, isPage: record.isPage,
            contentType: record.contentType, blockBytes: record.block.bytes, head: encoded.head,
            payloadDigest: encoded.payloadDigest, file: file, offset: offset, length: length)
        return (line.serialized, indexed)
    }

    private static func beginFile(_ state: inout State, isLarge: Bool) throws {
        guard state.fileNumber < BundleLimits.archiveFiles else { throw SealingError.tooManyRecords }
        state.fileNumber += 1
        // A large record's member is its file, so that one digest serves both.
        try state.container.begin(BundlePath.archive(state.fileNumber), digesting: !isLarge)
        state.isFileOpen = true
        state.isFileFull = false
    }

    static func endFile(_ state: inout State, digest: SHA256Digest? = nil) throws {
        let written = try state.container.end()
        guard let digest = digest ?? written.digest else { throw SealingError.broken }
        state.archiveFiles.append(
            DataPackage.Resource(path: written.entry.name, digest: digest, bytes: written.entry.bytes))
        state.isFileOpen = false
    }

    private static func warcinfo(_ plan: CapturePlan) -> [UInt8] {
        Array(
            """
            software: exhibit/\(plan.softwareVersion)\r
            format: WARC File Format 1.1\r
            conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r
            isPartOf: \(plan.bundle.urn)\r

            """.utf8)
    }
}
