public import Bytes
public import Evidence
import Files
import Foreign
import ForeignRecords
import Hashing
import Intake
import Media
import Posts
public import Sealing
import Storage
import Verifier

/// Material that was handed over, put into a signed bundle byte for byte, and read for posts and messages.
public struct MaterialImport {
    /// What is stated of it; each as the officer types it.
    public struct Origin: Sendable {
        public var receivedFrom: String?
        public var received: String?
        public var how: String?
        public var device: String?
        /// Whether the files are the original, or a copy; nil where it is not stated.
        public var isOriginal: Bool?
        /// The request that it answers (`PreservationRequest.reference`); nil for none.
        public var answers: JSONValue?

        public init() {}
    }

    /// What was made of it.
    public struct Result: Sendable {
        public let files: Int
        public let posts: Int
        /// What was read, and as what; and what was kept without being read.
        public let notes: [String]
    }

    private static let mostLines = 50_000
    private static let mostBytes = 16 << 20
    private static let mostNotes = 200

    private var lines: [UInt8] = []
    private var listed = 0
    private var posts = 0
    private var notes: [String] = []
    private var surplusNotes = 0
    private var context = ExportFile.Context()

    /// Writes and seals the bundle. Files and folders keep their names; a ZIP file stays as it is.
    ///
    /// Throws `PackingError`, `ArchivedFiles.Refused` with the file's name before anything is written, and `FileError`.
    public static func run(
        _ paths: [String], origin: Origin, to output: String, by officer: OfficerIdentity,
        clock: SealingClock,
        software: SoftwareFacts
    ) throws -> Result {
        // Before anything is begun, so that a wrong name leaves nothing behind.
        for path in paths where !Folder.isFolder(path) { _ = try OpenFile.reading(path) }
        let files = try paths.flatMap(files)
        guard !files.isEmpty else { throw PackingError.empty(path: paths.first ?? "") }
        for file in files { try refuseDangers(file) }
        var work = MaterialImport()
        var asked: [JSONMember] = [JSONMember("files", .array(paths.map { .string(Folder.name(of: $0)) }))]
        asked.append(JSONMember("handover", origin.json))
        try FolderPacking.pack(
            files, named: Folder.name(of: paths[0]), options: .object(asked), to: output, by: officer,
            clock: clock,
            software: software
        ) { records in
            for file in ExportFile.inReadingOrder(files, name: \.name) {
                if let record = records[file.name] { try work.read(file, record: record.urn) }
            }
            return work.words(origin, files: files.count, by: officer)
        }
        return Result(files: files.count, posts: work.posts, notes: work.allNotes)
    }

    /// A file by its own name, a folder's files by their paths in it.
    private static func files(_ path: String) throws -> [FolderPacking.File] {
        guard Folder.isFolder(path) else {
            return [FolderPacking.File(path: path, name: Folder.name(of: path))]
        }
        let folder = try PackedFolder(path)
        return folder.files.map {
            FolderPacking.File(path: "\(path)/\($0)", name: "\(Folder.name(of: path))/\($0)")
        }
    }

    private static func refuseDangers(_ file: FolderPacking.File) throws {
        guard file.name.lowercased().hasSuffix(".zip") else { return }
        do {
            _ = try ArchivedFiles(path: file.path)
        } catch let error as ArchivedFiles.Refused {
            throw ArchivedFiles.Refused(
                description: "\(SafeText.escaped(file.name)): is refused: \(error.description)")
        }
    }

    // MARK: Reading

    private mutating func read(_ file: FolderPacking.File, record: String) throws {
        let name = file.name.lowercased()
        if [".wacz", ".warc", ".warc.gz", ".warc.zst", ".arc"].contains(where: name.hasSuffix) {
            return try readArchive(file, record: record)
        }
        if let facts = try MediaFacts.read(path: file.path) {
            return note("\(file.name): \(facts.words)")
        }
        var context = self.context
        defer { self.context = context }
        let readings = try ExportedPosts.read(path: file.path, name: file.name, context: &context) { post in
            add(post, record: record)
        }
        note(readings, of: file)
    }

    private mutating func note(_ readings: [ExportedPosts.Reading], of file: FolderPacking.File) {
        for reading in readings {
            let name = reading.name == file.name ? file.name : "\(file.name), in it \(reading.name)"
            if let form = reading.form {
                note(
                    "\(name): read as \(form): \(reading.posts) \(reading.posts == 1 ? "post or message" : "posts or messages")"
                        + (reading.problem.map { "; \($0)" } ?? ""))
            } else if reading.name == file.name {
                note("\(name): kept, not read")
            }
        }
        let unread = readings.count { $0.form == nil }
        if readings.count > 1 || readings.first?.name != file.name, unread > 0 {
            note(
                "\(file.name): \(unread) other \(unread == 1 ? "file in it is" : "files in it are") kept, not read"
            )
        }
    }

    /// A web archive of any maker: its own rules first, then its posts.
    private mutating func readArchive(_ file: FolderPacking.File, record: String) throws {
        let options = VerifyOptions(anchors: TrustAnchors(), quick: false)
        let own = try BundleVerifier.verify(path: file.path, options: options)
        let verdict =
            own.isForeign
            ? try ForeignVerifier.verify(path: file.path, isFolder: false, isAccepted: true, options: options)
            : own
        let name = verdict.status == .intact ? "keeps to its own rules" : verdict.headline
        note("\(file.name): a web archive; checked by its own rules: \(name)")
        let found = try RecordedPosts.read(path: file.path)
        for post in found.posts {
            var main = post.main.post
            main.inside = post.main.record
            add(main, record: record)
        }
        note("\(file.name): \(found.posts.count) posts in \(found.records) records")
    }

    private mutating func add(_ post: Post, record: String) {
        posts += 1
        guard listed < Self.mostLines else { return }
        let members =
            (post.json(record: record).object ?? []) + [JSONMember("reader", SoftwareVersion.json)]
        let line = JSONValue.object(members).serialized()
        guard line.count <= BundleLimits.lineBytes, lines.count + line.count < Self.mostBytes else { return }
        lines += line + [0x0A]
        listed += 1
    }

    private mutating func note(_ text: String) {
        if notes.count < Self.mostNotes {
            notes.append(SafeText.escaped(text, limit: 1000))
        } else {
            surplusNotes += 1
        }
    }

    private var allNotes: [String] {
        var all = notes
        if surplusNotes > 0 { all.append("\(surplusNotes) more files are not listed here") }
        if listed < posts {
            all.append(
                "\(posts - listed) posts or messages are not in the list, which is full; exhibit posts reads them from the file"
            )
        }
        return all
    }

    private func words(_ origin: Origin, files: Int, by officer: OfficerIdentity) -> FolderPacking.Words {
        var words = FolderPacking.Words()
        words.reason =
            files == 1
            ? "1 file that was handed over was put into a bundle as it is"
            : "\(files) files that were handed over were put into a bundle as they are"
        words.notes = allNotes
        if !lines.isEmpty { words.files[BundlePath.posts] = lines }
        let stated: JSONValue = ["reports": [], "handover": origin.json]
        words.files[BundlePath.caseFile] = (["format": "exhibit-case/1", "stated": stated] as JSONValue)
            .serialized()
        return words
    }
}

extension MaterialImport.Origin {
    var json: JSONValue {
        let always: JSONValue = [
            "receivedFrom": JSONValue(receivedFrom), "received": JSONValue(received), "how": JSONValue(how),
            "device": JSONValue(device), "original": isOriginal.map { .bool($0) } ?? .null,
        ]
        return .object((always.object ?? []) + (answers.map { [JSONMember("answers", $0)] } ?? []))
    }
}
