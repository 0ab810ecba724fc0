import Archive
import Bytes
import Files
import Glibc
import Storage

/// The bag in a ZIP file of the handover format, unpacked into a folder that is gone when this is.
public final class UnpackedBag: Sendable {
    private let work: String
    /// The bag.
    public let folder: String

    /// Unpacks what is in the strict profile, with one folder at its top; throws `ContainerError` for anything else.
    public init(_ path: String, in parent: String) throws {
        let source = FileSource(try OpenFile.reading(path))
        let entries = try ContainerReader(source, naming: ContainerName.isAllowedInBag).entries
        let tops = Set(entries.map { $0.name.prefix { $0 != "/" } })
        guard let top = tops.first, tops.count == 1, entries.count <= HandoverStatement.maximumFiles + 100
        else {
            throw ContainerError(.layout, at: 0, "a handover is one folder of not too many files")
        }
        work = try Folder.makeTemporary(in: parent, prefix: ".handover-")
        folder = work + "/" + top
        do {
            var sink = BagFolder(work)
            for entry in entries { try Self.copy(entry, of: source, into: &sink) }
        } catch {
            try? Folder.removeTree(work)
            throw error
        }
    }

    private static func copy(_ entry: ContainerEntry, of source: FileSource, into sink: inout BagFolder)
        throws
    {
        do { try sink.begin(entry.name) } catch let error as FileError where error.number == EEXIST {
            throw ContainerError(
                .name, at: entry.headerOffset, "\(entry.name) would be a file and a folder at once")
        }
        var crc = CRC32()
        for start in stride(from: 0, to: entry.bytes, by: 1 << 20) {
            let count = min(1 << 20, entry.bytes - start)
            let piece = try source.read(at: entry.offset + start, count: count)
            guard piece.count == count else {
                throw ContainerError(.truncated, at: entry.offset + start, "the file ends too early")
            }
            crc.update(piece)
            try unsafe piece.withUnsafeBytes { try unsafe sink.append($0) }
        }
        try sink.end()
        guard crc.value == entry.crc else {
            throw ContainerError(
                .localHeader, at: entry.headerOffset,
                "the checksum of \(entry.name) is another: it was changed or damaged")
        }
    }

    deinit {
        // Nobody is left to be told; what stays is readable by its owner alone.
        try? Folder.removeTree(work)
    }
}
