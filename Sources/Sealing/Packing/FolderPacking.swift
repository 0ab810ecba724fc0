import Bytes
public import Evidence
import Files
import Hashing
import Storage

/// Puts the files of a folder into a bundle: each file is a `resource` record.
public enum FolderPacking {
    /// Writes and seals the bundle; its sealing mode is `imported`, since nothing was captured.
    ///
    /// Memory does not grow with the size of the files. When it throws after records were written, they stay in the
    /// partial file, as after any writer that stopped.
    public static func pack(
        _ folder: PackedFolder, to path: String, by officer: OfficerIdentity, clock: SealingClock,
        software: SoftwareFacts
    ) throws {
        let begun = clock.now().wholeSeconds
        let monotonicBegun = clock.monotonic()
        let packaging = try PackagingKey()
        let target = PackedFolder.uri(of: Folder.name(of: folder.path))
        let plan = CapturePlan(
            bundle: try SecureRandom.uuid(), begun: begun, target: target, engine: .pack, options: [:],
            softwareVersion: software.exhibit, signer: officer.certificate.digest,
            packagingKey: packaging.publicKey.spki, packaging: packaging.publicKey.digest)
        let writer = try BundleWriter.begin(
            at: path, plan: plan, packaging: packaging, officer: officer, clock: clock)
        do {
            for name in folder.files {
                try append(name, in: folder.path, date: begun, to: writer)
            }
        } catch let error as PackingError {
            // A file that changed must not be sealed by a recovery either; the folder still has all files.
            try writer.abandon()
            throw error
        }
        let counts = writer.counts
        let facts = CaptureFacts(
            target: target, final: nil, title: nil, engine: .pack,
            outcome: CaptureOutcome(.loaded, reason: "the files of a folder were put into a bundle"),
            window: CaptureWindow(begun: begun, ended: clock.now()), clockSynchronised: nil,
            monotonicBegun: monotonicBegun, monotonicEnded: clock.monotonic(), software: software,
            browser: .null,
            timeLimitSeconds: 0, sizeLimitBytes: 0, reached: [], caveats: [], notRecorded: [],
            exchanges: counts.exchanges, connections: counts.connections, bytes: counts.bytes)
        try writer.seal(BundleWriter.Contents(facts: facts), by: officer, mode: .imported)
    }

    private static func append(_ name: String, in folder: String, date: Timestamp, to writer: BundleWriter)
        throws
    {
        let path = folder + "/" + name
        let uri = PackedFolder.uri(of: name)
        guard uri.utf8.count <= BundleLimits.uriBytes else { throw PackingError.nameTooLong(path: path) }
        let file = try OpenFile.readingNoLink(path)
        let mark = try file.changeMark()
        let size = mark.size
        guard size < BundleLimits.entryBytes - (1 << 20) else { throw PackingError.tooLarge(path: path) }
        let block: EvidenceRecord.Block
        if size <= BundleLimits.largeBlockBytes {
            let bytes = try file.read(at: 0, count: size)
            guard bytes.count == size else { throw PackingError.changed(path: path) }
            block = .bytes(head: [], payload: bytes)
        } else {
            block = .spooled(
                head: [], payload: try SpoolFile(reading: file), bytes: size,
                digest: try digest(of: file, path: path))
        }
        try writer.append([
            EvidenceRecord(
                .resource, id: try SecureRandom.uuid(), date: date, uri: uri,
                contentType: FileMediaType.of(name),
                block: block)
        ])
        guard try file.changeMark() == mark else { throw PackingError.changed(path: path) }
    }

    private static func digest(of file: OpenFile, path: String) throws -> SHA256Digest {
        var digest = try RunningDigest.sha256()
        var place = 0
        while true {
            let piece = try file.read(at: place, count: 1 << 20)
            guard !piece.isEmpty else { return try digest.finalize() }
            try digest.update(piece)
            place += piece.count
        }
    }
}
