import Archive
import Hashing
import Synchronization

/// Reads every file of the container once: its digest, and its checksum against the headers.
final class FileDigests: Sendable {
    private let digests = Mutex<[String: SHA256Digest]>([:])

    func digest(_ name: String) -> SHA256Digest? { digests.withLock { $0[name] } }

    /// Reads all entries; `progress` gets the number of bytes read since its last call.
    func read(
        _ entries: [ContainerEntry], of source: some ByteSource, log: FindingLog, progress: (Int) -> Void
    ) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        for entry in entries {
            var digest = try RunningDigest.sha256()
            var crc = CRC32()
            var place = 0
            while place < entry.bytes {
                let wanted = min(buffer.count, entry.bytes - place)
                let got = try unsafe buffer.withUnsafeMutableBytes { all in
                    let part = unsafe UnsafeMutableRawBufferPointer(rebasing: all[..<wanted])
                    let got = try unsafe source.read(into: part, at: entry.offset + place)
                    let bytes = unsafe UnsafeRawBufferPointer(rebasing: part[..<got])
                    try unsafe digest.update(bytes)
                    unsafe crc.update(bytes)
                    return got
                }
                guard got == wanted else { throw UnreadableFile() }
                place += got
                progress(got)
            }
            if crc.value != entry.crc {
                log.fail(
                    "container.checksum", .altered, .container, at: entry.name,
                    "the checksum (CRC-32) of this file is not the one in its header")
            }
            let value = try digest.finalize()
            digests.withLock { $0[entry.name] = value }
        }
    }
}

/// The file became shorter, or could not be read, while it was verified.
struct UnreadableFile: Error {}
