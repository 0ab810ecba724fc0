public import Archive
public import Files
public import Hashing
import Storage

/// Writes a container front to back. For one thread at a time.
///
/// An entry's local header is written when the entry begins and once more when it ends, with its checksum and size;
/// nothing else is ever rewritten.
public final class ContainerWriter {
    private let file: OpenFile
    /// The entries that have ended.
    public private(set) var entries: [ContainerEntry]
    /// Where the next byte goes.
    public private(set) var offset: Int
    private var current: Current?
    private let isName: (String) -> Bool

    private struct Current: ~Copyable {
        let name: String
        let headerOffset: Int
        var crc = CRC32()
        var bytes = 0
        var digest: RunningDigest?

        consuming func finalDigest() throws -> SHA256Digest? {
            guard let running = digest.take() else { return nil }
            return try running.finalize()
        }
    }

    /// What an entry turned out to be.
    public struct Written: Sendable {
        public let entry: ContainerEntry
        /// Nil when the entry was begun without one.
        public let digest: SHA256Digest?
    }

    /// Goes on behind `entries`, which are in the file already; a new file has none. What follows them is cut off. Names are those
    /// of bundles unless said otherwise.
    public init(
        _ file: OpenFile, after entries: [ContainerEntry] = [],
        naming isName: @escaping (String) -> Bool = ContainerName.isAllowed
    ) throws {
        self.isName = isName
        self.file = file
        self.entries = entries
        offset = entries.last?.end ?? 0
        try file.truncate(to: offset)
    }

    /// Begins an entry; its digest is computed beside, unless the caller has it anyway.
    public func begin(_ name: String, digesting: Bool = true) throws {
        precondition(current == nil, "an entry is open")
        precondition(isName(name), "a name of the format")
        guard entries.count < ContainerLayout.maximumEntries else {
            throw ContainerError(.tooLarge, at: offset, "there would be more than 60,000 files")
        }
        current = Current(
            name: name, headerOffset: offset, digest: digesting ? try RunningDigest.sha256() : nil)
        let header = ContainerLayout.localHeader(
            ContainerEntry(name: name, crc: 0, bytes: 0, headerOffset: offset))
        try file.write(header, at: offset)
        offset += header.count
    }

    /// Bytes of the open entry so far.
    public var entryBytes: Int { current?.bytes ?? 0 }

    public func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard current != nil else { preconditionFailure("no entry is open") }
        guard entryBytes + bytes.count < ContainerLayout.maximumEntryBytes else {
            throw ContainerError(.tooLarge, at: offset, "a file would reach 3.75 GiB")
        }
        try unsafe file.write(bytes, at: offset)
        offset += bytes.count
        unsafe current?.crc.update(bytes)
        current?.bytes += bytes.count
        try unsafe current?.digest?.update(bytes)
    }

    public func append(_ bytes: [UInt8]) throws { try unsafe bytes.withUnsafeBytes { try unsafe append($0) } }

    /// Ends the open entry.
    public func end() throws -> Written {
        guard let done = takeCurrent() else { preconditionFailure("no entry is open") }
        let entry = ContainerEntry(
            name: done.name, crc: done.crc.value, bytes: done.bytes, headerOffset: done.headerOffset)
        try file.write(ContainerLayout.localHeader(entry), at: entry.headerOffset)
        entries.append(entry)
        return Written(entry: entry, digest: try done.finalDigest())
    }

    private func takeCurrent() -> Current? {
        var taken: Current?
        swap(&taken, &current)
        return taken
    }

    /// A whole entry.
    public func add(_ name: String, _ bytes: [UInt8]) throws -> Written {
        try begin(name)
        try append(bytes)
        return try end()
    }

    /// Writes the directory and the end record. Nothing can be added after it.
    public func finish() throws {
        precondition(current == nil, "an entry is open")
        let directory = ContainerLayout.directory(entries, at: offset)
        try file.write(directory, at: offset)
        offset += directory.count
    }
}
