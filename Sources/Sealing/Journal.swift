import Bytes
import Evidence
import Files
import Glibc
import Hashing
import Storage
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

    static let format = "exhibit-journal/1"
    /// Longer lines are the torn end of a journal.
    static let maximumLineBytes = BundleLimits.lineBytes + 64

    /// A new one; takes its lock, by which recovery sees that the capture is alive.
    static func create(_ path: String, bundle: RandomUUID) throws -> Journal {
        let journal = Journal(try OpenFile.creating(path), offset: 0)
        guard try journal.file.tryLock() else { throw SealingError.inUse(path: path) }
        let first: JSONValue = ["format": .string(format), "bundle": .string(bundle.urn)]
        try journal.append(first.serialized())
        return journal
    }

    /// The file of one that a dead process left; takes its lock.
    ///
    /// Waits for a second before it says that somebody has it: a program that is just being started holds copies of its
    /// parent's open files, locks included, until its own code runs.
    static func lock(_ path: String) throws -> OpenFile {
        let file = try OpenFile.updating(path)
        for _ in 0..<20 {
            if try file.tryLock() { return file }
            usleep(50_000)
        }
        throw SealingError.inUse(path: path)
    }

    /// One that a dead process left, of which the lock was taken.
    static func locked(_ file: OpenFile) throws -> Journal { Journal(file, offset: try file.size()) }

    /// A line without its LF.
    func append(_ line: [UInt8]) throws { try append(lines: [line]) }

    func append(lines: [[UInt8]]) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
        for line in lines {
            bytes += line
            bytes.append(0x0A)
        }
        try file.write(bytes, at: offset)
        offset += bytes.count
    }

    /// Returns when all lines are on the disk.
    func sync() throws { try file.syncData() }

    /// Hands each whole line, without its LF, to `body`, with its number from 1 and where it ends.
    func forEachLine(_ body: (ArraySlice<UInt8>, _ number: Int, _ end: Int) throws -> Void) throws {
        try LineReader.forEachLine(
            of: file, bytes: offset, maximumLineBytes: Self.maximumLineBytes, body)
    }
}
