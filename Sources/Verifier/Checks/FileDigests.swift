import Archive
import Hashing
import Synchronization

/// Reads files of the container once each: the digest, and the checksum against the headers.
final class FileDigests: Sendable {
    private let digests = Mutex<[String: SHA256Digest]>([:])
    private let queue = Mutex<[ContainerEntry]>([])

    func digest(_ name: String) -> SHA256Digest? { digests.withLock { $0[name] } }

    /// Reads these entries; `progress` gets the number of bytes read since its last call.
    func read(
        _ entries: some Sequence<ContainerEntry>, of source: some ByteSource, log: FindingLog,
        progress: (Int) -> Void
    ) throws {
        let buffer = PieceBuffer()
        for entry in entries {
            var digest = try RunningDigest.sha256()
            var crc = CRC32()
            try unsafe buffer.forEachPiece(of: source, at: entry.offset, count: entry.bytes) { piece in
                try unsafe digest.update(piece)
                unsafe crc.update(piece)
                progress(piece.count)
            }
            if crc.value != entry.crc { Self.reportChecksum(entry, log) }
            let value = try digest.finalize()
            digests.withLock { $0[entry.name] = value }
        }
    }

    /// Leaves an entry to whichever thread comes to `readQueued` first.
    func enqueue(_ entry: ContainerEntry) { queue.withLock { $0.append(entry) } }

    /// Reads entries of the queue until it is empty; several threads at a time may.
    func readQueued(of source: some ByteSource, log: FindingLog, progress: (Int) -> Void) throws {
        while let entry = queue.withLock({ $0.popLast() }) {
            try read(CollectionOfOne(entry), of: source, log: log, progress: progress)
        }
    }

    static func reportChecksum(_ entry: ContainerEntry, _ log: FindingLog) {
        log.fail(
            "container.checksum", .altered, .container, at: entry.name,
            "the checksum (CRC-32) of this file is not the one in its header")
    }
}

/// The file became shorter, or could not be read, while it was verified.
struct UnreadableFile: Error {}
