import Bytes
import Evidence
import Files
import Hashing
import Transparency

/// The journal of a bundle that is being written (bundle format, section 7.2). For one thread at a time.
final class Journal {
    private let file: OpenFile
    private var offset: Int

    var path: String { file.path }

    private init(_ file: OpenFile, offset: Int) {
        self.file = file
        self.offset = offset
    }

    /// A new one; takes its lock, by which recovery sees that the capture is alive.
    static func create(_ path: String, bundle: RandomUUID) throws -> Journal {
        let journal = Journal(try OpenFile.creating(path), offset: 0)
        _ = try journal.file.tryLock()
        let first: JSONValue = ["format": "exhibit-journal/1", "bundle": .string(bundle.urn)]
        try journal.append(first.serialized())
        return journal
    }

    /// One that is there, to be gone on with behind its last whole line.
    static func resume(_ path: String) throws -> Journal {
        let file = try OpenFile.updating(path)
        guard try file.tryLock() else { throw SealingError.inUse(path: path) }
        return Journal(file, offset: try file.size())
    }

    /// Cuts off what is behind this many bytes.
    func cut(to bytes: Int) throws {
        try file.truncate(to: bytes)
        offset = bytes
    }

    /// A line without its LF.
    func append(_ line: [UInt8]) throws { try append(lines: [line]) }

    func append(lines: [[UInt8]]) throws {
        let bytes = Array(lines.map { $0 + [0x0A] }.joined())
        try file.write(bytes, at: offset)
        offset += bytes.count
    }

    /// Returns when all lines are on the disk.
    func sync() throws { try file.syncData() }

    /// Hands each whole line, without its LF, to `body`, with its number from 1 and where it ends.
    func forEachLine(_ body: (ArraySlice<UInt8>, _ number: Int, _ end: Int) throws -> Void) throws {
        try LineReader.forEachLine(
            of: file, bytes: offset, maximumLineBytes: BundleLimits.lineBytes + 64, body)
    }
}
