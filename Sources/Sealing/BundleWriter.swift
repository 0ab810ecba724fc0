import Archive
public import Bytes
public import Evidence
import Files
import Glibc
import Hashing
import Synchronization
import Transparency

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

    public static func partialPath(_ path: String) -> String { path + ".partial" }
    public static func journalPath(_ path: String) -> String { path + ".partial.journal" }

    /// What is written so far.
    struct State {
        let file: OpenFile
        let container: ContainerWriter
        let journal: Journal
        var archiveFiles: [DataPackage.Resource] = []
        var fileNumber = 0
        var isFileOpen = false
        /// Whether the open file holds a large record, which is alone in its file.
        var isFileFull = false
        var tree = MerkleTree()
        var indexLines: [[UInt8]] = []
        var pages: [Page] = []
        var actions: [[UInt8]] = []
        var bytes = 0
        var exchanges = 0
        var connections = 0
        var lastCheckpoint: Int64 = 0
        var isBroken = false
        var isFinished = false
    }

    /// A line of `pages.jsonl`.
    struct Page {
        let id: RandomUUID
        let uri: String
        let date: Timestamp
    }

    /// How long records may stand unjournalled by a signed checkpoint, in nanoseconds.
    private static let checkpointInterval: Int64 = 50_000_000

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
        let file = try OpenFile.creating(partialPath(path))
        let journal = try Journal.create(journalPath(path), bundle: plan.bundle)
        let state = State(file: file, container: try ContainerWriter(file), journal: journal)
        let writer = BundleWriter(path: path, plan: plan, packaging: packaging, clock: clock, state: state)
        let content = plan.serialized
        let signature = try officer.sign(content, at: plan.begun)
        var warcinfo = EvidenceRecord(
            .warcinfo, id: try SecureRandom.uuid(), date: plan.begun, uri: nil,
            contentType: "application/warc-fields",
            block: .bytes(head: [], payload: Self.warcinfo(plan)))
        warcinfo.uri = nil
        try writer.append([warcinfo])
        try writer.append([
            .resource(
                RecordURI.plan, id: try SecureRandom.uuid(), date: plan.begun,
                contentType: "application/json",
                bytes: content),
            .resource(
                RecordURI.planSignature, id: try SecureRandom.uuid(), date: plan.begun,
                contentType: "application/pkcs7-signature", bytes: signature),
        ])
        try writer.checkpoint()
        return writer
    }

    /// Appends records that belong together: all of them, or, should the process die, none.
    ///
    /// Throws when the disk refuses, and from then on always: what was whole can be recovered.
    public func append(_ records: [EvidenceRecord]) throws {
        let encoder = try RecordEncoder()
        let encoded = try records.map(encoder.encode)
        let salts = try SecureRandom.bytes(16 * records.count)
        try state.withLock { state in
            guard !state.isBroken, !state.isFinished else { throw SealingError.broken }
            guard state.tree.count + records.count <= BundleLimits.records else {
                throw SealingError.tooManyRecords
            }
            do {
                var lines: [[UInt8]] = []
                for (index, one) in encoded.enumerated() {
                    let salt = Array(salts[(16 * index)..<(16 * index + 16)])
                    lines.append(try Self.write(one, salt: salt, into: &state))
                }
                try state.journal.append(lines: lines)
                for line in lines { state.tree.append(MerkleTree.leaf(line)) }
                if clock.monotonic() - state.lastCheckpoint > Self.checkpointInterval {
                    try checkpoint(&state)
                }
            } catch {
                state.isBroken = true
                throw error
            }
        }
    }

    /// Adds a line to `evidence/actions.jsonl`.
    public func append(action: JSONValue) throws {
        try state.withLock { state in
            guard !state.isBroken, !state.isFinished else { throw SealingError.broken }
            let line = action.serialized()
            state.actions.append(line)
            try state.journal.append((["action": action] as JSONValue).serialized())
        }
    }

    /// Signs and writes a checkpoint over all records so far, and returns when all of it is on the disk.
    public func checkpoint() throws {
        try state.withLock { state in
            try checkpoint(&state)
            try state.file.syncData()
            try state.journal.sync()
        }
    }

    /// Removes what was begun: nothing of it stays.
    public func abandon() throws {
        try state.withLock { state in
            state.isFinished = true
            try Folder.remove(Self.partialPath(path))
            try Folder.remove(Self.journalPath(path))
        }
    }

    private func checkpoint(_ state: inout State) throws {
        let head = TreeHead(count: state.tree.count, root: state.tree.root)
        try state.journal.append(try packaging.checkpoint(head, of: plan.bundle).json.serialized())
        state.lastCheckpoint = clock.monotonic()
    }

    /// Writes one record into the archive and gives its line.
    private static func write(_ encoded: RecordEncoder.Encoded, salt: [UInt8], into state: inout State) throws
        -> [UInt8]
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
        note(record, encoded, file: file, offset: offset, length: length, in: &state)
        return line.serialized
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

    /// Keeps what index, pages and counts need of a record.
    private static func note(
        _ record: EvidenceRecord, _ encoded: RecordEncoder.Encoded, file: String, offset: Int, length: Int,
        in state: inout State
    ) {
        state.bytes += record.block.bytes
        if record.type == .response { state.exchanges += 1 }
        if let uri = record.uri, uri.hasPrefix(RecordURI.connectionPrefix) { state.connections += 1 }
        guard let uri = record.uri, let digest = encoded.payloadDigest,
            record.type == .response || record.type == .resource
        else { return }
        if record.isPage { state.pages.append(Page(id: record.id, uri: uri, date: record.date)) }
        state.indexLines.append(
            CDXJLine(
                uri: uri, fourteenDigits: record.date.fourteenDigits,
                mime: record.type == .response
                    ? encoded.head?.mediaType : HTTPHead.mediaType(record.contentType),
                status: encoded.head?.status, digest: digest.text, length: length, offset: offset,
                filename: Folder.name(of: file)
            ).serialized)
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
