import Archive
import Bytes
import Files
import Foreign
import Verifier

/// The files in a ZIP of any maker, for who wants what is in them.
public struct ArchivedFiles {
    /// Why the file is refused: names that lead out of it, files that two readers would see differently, or what unfolds without
    /// end; in plain English.
    public struct Refused: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    private static let mostRatio = 200
    private static let freeBytes = 1 << 30

    private let container: ForeignContainer<FileSource>

    /// Opens a ZIP file; nil for a file that is none. Throws `Refused`, and `FileError` when it cannot be read.
    public init?(path: String) throws {
        let source = FileSource(try OpenFile.reading(path))
        guard try source.read(at: 0, count: 2) == [0x50, 0x4B] else { return nil }
        var log = ForeignLog()
        let container = try ForeignContainer(source, log: &log)
        let failure = log.findings.first(where: ForeignLog.isFailure)
        if let failure {
            throw Refused(description: failure.text + (failure.place.map { " (\($0))" } ?? ""))
        }
        guard let container else { throw Refused(description: "its directory cannot be found") }
        let bytes = container.entries.reduce(0) { $0 &+ max(0, $1.bytes) }
        let stored = container.entries.reduce(0) { $0 &+ max(0, $1.storedBytes) }
        guard bytes <= Self.freeBytes || bytes / Self.mostRatio <= stored else {
            throw Refused(
                description: "it would unfold to \(bytes >> 20) MiB, \(bytes / max(1, stored)) times its size"
            )
        }
        self.container = container
    }

    /// Names of the files, folders left out; texts from outside.
    public var names: [String] { container.entries.filter { !$0.isFolder }.map(\.name) }

    /// Hands a file to `body` piece by piece; false when it does not inflate, or is longer than its size tells.
    public func read(_ name: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        guard let entry = container.entry(name) else { return false }
        return try unsafe container.read(entry, body)
    }
}
