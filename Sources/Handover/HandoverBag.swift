import Archive
public import Bytes
import Evidence
public import Files
import Glibc
public import Hashing
public import Sealing
import Storage

/// A handover being made: what goes into the bag, and what is said of it.
public struct HandoverBag: Sendable {
    private let handover: RandomUUID
    private let to: String
    private let reason: String?
    private let log: HandoverStatement.Log?
    private let bundles: [HandoverStatement.Bundle]
    private let items: [BagItem]

    /// Why no bag was made.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// Two items of one path, or a path that the format does not allow: a fault of the caller.
        case path(String)
        case words
        case tooMany
        case changedMeanwhile(String)
        case tooLargeForArchive(String)

        public var description: String {
            switch self {
            case .path(let path):
                "\(SafeText.escaped(path, limit: 200)): is no path for a handover, or stands twice"
            case .words:
                "the recipient must be named, and neither name nor reason may be longer than \(HandoverStatement.maximumTextBytes) bytes"
            case .tooMany: "a handover has at most \(HandoverStatement.maximumFiles) files"
            case .tooLargeForArchive(let path):
                "\(SafeText.escaped(path, limit: 200)): is too large for a ZIP file, which an encrypted handover is inside; hand it over in a folder, or encrypt the bundle itself with: exhibit encrypt"
            case .changedMeanwhile(let path):
                "\(SafeText.escaped(path, limit: 200)): was changed while it was handed over; nothing was made of it"
            }
        }
    }

    /// What was made.
    public struct Made: Sendable {
        public let statement: HandoverStatement
        /// Of `handover.json`.
        public let digest: SHA256Digest
    }

    /// `items` are in any order; each bundle and what goes with it is among them.
    public init(
        to: String, reason: String?, log: HandoverStatement.Log?, bundles: [HandoverStatement.Bundle],
        items: [BagItem]
    ) throws {
        guard (1...HandoverStatement.maximumTextBytes).contains(to.utf8.count),
            (reason?.utf8.count ?? 0) <= HandoverStatement.maximumTextBytes
        else { throw Failure.words }
        guard items.count <= HandoverStatement.maximumFiles else { throw Failure.tooMany }
        var names: Set<String> = []
        for item in items
        where !BagPath.isAllowed(item.path) || !names.insert(item.path.lowercased()).inserted {
            throw Failure.path(item.path)
        }
        handover = try SecureRandom.uuid()
        self.to = to
        self.reason = reason
        self.log = log
        self.bundles = bundles
        self.items = items.sorted { BagPath.precedes($0.path, $1.path) }
    }

    /// Writes a new folder, which appears whole or not at all.
    public func write(toFolder path: String, by officer: OfficerIdentity, at time: Timestamp) throws -> Made {
        guard !Folder.exists(path) else { throw FileError("create", path, number: EEXIST) }
        let work = try Folder.makeTemporary(in: Folder.of(path), prefix: Folder.name(of: path) + ".")
        do {
            var sink = BagFolder(work)
            let made = try write(into: &sink, by: officer, at: time)
            try sink.finish()
            try Folder.rename(work, to: path)
            return made
        } catch {
            // The cause matters more than a folder that could not be removed after it.
            try? Folder.removeTree(work)
            throw error
        }
    }

    /// Writes a new ZIP file, which appears whole or not at all.
    public func write(toArchive path: String, by officer: OfficerIdentity, at time: Timestamp) throws -> Made
    {
        guard !Folder.exists(path) else { throw FileError("create", path, number: EEXIST) }
        let file = try OpenFile.temporary(beside: path)
        do {
            let made = try write(toArchive: file, by: officer, at: time)
            try file.sync()
            try Folder.rename(file.path, to: path)
            return made
        } catch {
            try? Folder.remove(file.path)
            throw error
        }
    }

    /// Writes a ZIP file into one that is open.
    public func write(toArchive file: OpenFile, by officer: OfficerIdentity, at time: Timestamp) throws
        -> Made
    {
        for case .file(let source) in items.map(\.source)
        where try source.size() >= ContainerLayout.maximumEntryBytes {
            throw Failure.tooLargeForArchive(source.path)
        }
        var sink = try BagContainer(file, top: "handover-\(handover.text.prefix(8))")
        let made = try write(into: &sink, by: officer, at: time)
        try sink.finish()
        return made
    }

    private func write(into sink: inout some BagSink, by officer: OfficerIdentity, at time: Timestamp) throws
        -> Made
    {
        var files: [HandoverStatement.File] = []
        var lines: [BagText.Line] = []
        for item in items {
            try sink.begin(item.path)
            let (line, bytes) = try Self.copy(item, into: &sink)
            try sink.end()
            lines.append(line)
            files.append(HandoverStatement.File(path: item.path, bytes: bytes, digest: line.sha256))
        }
        let statement = HandoverStatement(
            handover: handover, time: time, from: SigningPerson(officer.certificate), to: to, reason: reason,
            log: log, bundles: bundles, files: files)
        let text = statement.serialized
        // What a verifier would refuse is not handed over.
        guard try HandoverStatement.parse(text) == statement else { throw Failure.words }
        let signature = try officer.sign(text, at: time)
        for file in try BagText.files(statement, text: text, signature: signature, payload: lines) {
            try sink.add(file.name, file.bytes)
        }
        return Made(statement: statement, digest: SHA256Digest.of(text))
    }

    private static func copy(_ item: BagItem, into sink: inout some BagSink) throws -> (BagText.Line, Int) {
        var digests = try PayloadDigests()
        var count = 0
        switch item.source {
        case .bytes(let bytes):
            try unsafe bytes.withUnsafeBytes {
                try unsafe digests.update($0)
                try unsafe sink.append($0)
            }
            count = bytes.count
        case .file(let file):
            let mark = try file.changeMark()
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let got = try unsafe buffer.withUnsafeMutableBytes {
                    try unsafe file.read(into: $0, at: count)
                }
                if got == 0 { break }
                try unsafe buffer.withUnsafeBytes {
                    let piece = unsafe UnsafeRawBufferPointer(rebasing: $0[..<got])
                    try unsafe digests.update(piece)
                    try unsafe sink.append(piece)
                }
                count += got
            }
            guard try file.changeMark() == mark, count == mark.size else {
                throw Failure.changedMeanwhile(file.path)
            }
        }
        return (try digests.line(for: item.path), count)
    }
}
