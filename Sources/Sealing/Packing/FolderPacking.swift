public import Bytes
public import Evidence
import Files
import Hashing
import Storage

/// Puts files into a bundle: each file is a `resource` record.
public enum FolderPacking {
    /// A file, and its name in the bundle: a path relative to what was given.
    public struct File: Sendable {
        public let path: String
        public let name: String

        public init(path: String, name: String) {
            self.path = path
            self.name = name
        }
    }

    /// What the bundle says beside its records.
    public struct Words: Sendable {
        public var reason = "the files of a folder were put into a bundle"
        /// Limits that were reached, and what was not read.
        public var notes: [String] = []
        /// Files of the bundle besides, by their paths.
        public var files: [String: [UInt8]] = [:]

        public init() {}
    }

    /// Writes and seals a bundle with the files of a folder.
    public static func pack(
        _ folder: PackedFolder, to path: String, by officer: OfficerIdentity, clock: SealingClock,
        software: SoftwareFacts
    ) throws {
        try pack(
            folder.files.map { File(path: folder.path + "/" + $0, name: $0) },
            named: Folder.name(of: folder.path),
            options: [:], to: path, by: officer, clock: clock, software: software
        ) { _ in Words() }
    }

    /// Writes and seals the bundle; its sealing mode is `imported`, since nothing was captured.
    ///
    /// `words` is asked when the records are written, with the record of each file by its name. Memory does not grow with the
    /// size of the files. When it throws after records were written, they stay in the partial file, as after any writer that
    /// stopped.
    public static func pack(
        _ files: [File], named name: String, options: JSONValue, to path: String, by officer: OfficerIdentity,
        clock: SealingClock, software: SoftwareFacts, words: ([String: RandomUUID]) throws -> Words
    ) throws {
        let begun = clock.now().wholeSeconds
        let monotonicBegun = clock.monotonic()
        let packaging = try PackagingKey()
        let target = PackedFolder.uri(of: name)
        let plan = CapturePlan(
            bundle: try SecureRandom.uuid(), begun: begun, target: target, engine: .pack, options: options,
            softwareVersion: software.exhibit, signer: officer.certificate.digest,
            packagingKey: packaging.publicKey.spki, packaging: packaging.publicKey.digest)
        let writer = try BundleWriter.begin(
            at: path, plan: plan, packaging: packaging, officer: officer, clock: clock)
        let said: Words
        do {
            var records: [String: RandomUUID] = [:]
            for file in files { records[file.name] = try append(file, date: begun, to: writer) }
            said = try words(records)
        } catch let error as PackingError {
            // A file that changed must not be sealed by a recovery either; the files are still where they were.
            try writer.abandon()
            throw error
        }
        let counts = writer.counts
        let facts = CaptureFacts(
            target: target, final: nil, title: nil, engine: .pack,
            outcome: CaptureOutcome(.loaded, reason: said.reason),
            window: CaptureWindow(begun: begun, ended: clock.now()), clockSynchronised: nil,
            monotonicBegun: monotonicBegun, monotonicEnded: clock.monotonic(), software: software,
            browser: .null,
            timeLimitSeconds: 0, sizeLimitBytes: 0, reached: said.notes, caveats: [], notRecorded: [],
            exchanges: counts.exchanges, connections: counts.connections, bytes: counts.bytes)
        try writer.seal(BundleWriter.Contents(facts: facts, files: said.files), by: officer, mode: .imported)
    }

    private static func append(_ asked: File, date: Timestamp, to writer: BundleWriter) throws -> RandomUUID {
        let path = asked.path
        let uri = PackedFolder.uri(of: asked.name)
        guard uri.utf8.count <= BundleLimits.uriBytes else { throw PackingError.nameTooLong(path: path) }
        let file = try OpenFile.readingNoLink(path)
        let mark = try file.changeMark()
        let size = mark.size
        guard size < BundleLimits.entryBytes - (1 << 20) else { throw PackingError.tooLarge(path: path) }
        guard let block = try EvidenceRecord.Block.file(file, size: size) else {
            throw PackingError.changed(path: path)
        }
        let id = try SecureRandom.uuid()
        try writer.append([
            EvidenceRecord(
                .resource, id: id, date: date, uri: uri,
                contentType: FileMediaType.of(asked.name),
                block: block)
        ])
        guard try file.changeMark() == mark else { throw PackingError.changed(path: path) }
        return id
    }
}
