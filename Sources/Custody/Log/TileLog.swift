import Bytes
import Files
import Hashing
import Signing
import Storage
import Synchronization
import Transparency
public import TransparencyLogs

/// An append-only log in a folder, as C2SP tlog-tiles has it: bundles of entries, tiles of hashes, and a signed checkpoint.
///
/// New entries go to a journal first, with a checkpoint over them, and are on the disk with one sync; tiles are made of them a thousand
/// at a time, and whenever somebody reads. Any number of threads and processes may write and read. Calls block.
public final class TileLog: Sendable {
    static let mostEntryBytes = 65_535
    static let mostDetailBytes = 64 << 10

    public let folder: String
    private let signer: Ed25519Key
    /// How many entries a log of this name is known to have had, from outside of the folder.
    let knownSize: @Sendable (_ origin: String) -> Int
    let state: Mutex<State>

    /// What is known of the journal.
    struct State {
        var key: NoteVerifierKey
        /// Of the journal that was read; nil before.
        var number: Int?
        var base = 0
        /// Where the frames end that were read.
        var end = 0
        /// Over those of the tiles.
        var baseTree = MerkleTree()
        /// Over all entries, those of the journal too.
        var tree = MerkleTree()
        /// Those that the tiles do not have.
        var items: [LogItem] = []
        var itemBytes = 0
        /// The last checkpoint of the journal, and its size.
        var note: [UInt8]?
        var noted = 0
        /// The checkpoint of the tiles; of more than they have where a process died before it began a new journal.
        var published: Checkpoint?
        /// After a sync that failed nobody knows what is on the disk, whatever the next one says.
        var isDoubtful = false
    }

    /// Opens a log, or makes one with this origin where there is none.
    public convenience init(folder: String, origin: @autoclosure () -> String) throws {
        try self.init(folder: folder, origin: origin(), knownSize: { _ in 0 })
    }

    init(
        folder: String, origin: @autoclosure () -> String, knownSize: @escaping @Sendable (String) -> Int
    ) throws {
        self.folder = folder
        self.knownSize = knownSize
        if !Folder.exists(folder) { try Folder.create(folder) }
        let making = try OpenFile.updatingOrCreating(folder + "/write.lock")
        try making.lock()
        defer { withExtendedLifetime(making) {} }
        // The key last: a folder without it is not a log yet.
        if !Folder.exists(folder + "/log.key") {
            try WholeFile.replace(folder + "/origin", Array((origin() + "\n").utf8), mode: 0o644)
            try WholeFile.replace(folder + "/place", try LogPlace.text(lock: making))
            try Ed25519Key.generate().withSeed { try WholeFile.create(folder + "/log.key", $0) }
        }
        signer = try Ed25519Key(seed: try WholeFile.read(folder + "/log.key", maximumBytes: 64))
        state = Mutex(State(key: try Self.key(folder, signer)))
        try finishOpening()
    }

    private static func key(_ folder: String, _ signer: Ed25519Key) throws -> NoteVerifierKey {
        let bytes = try WholeFile.read(folder + "/origin", maximumBytes: 1024)
        guard let name = String(validating: bytes.filter { $0 != 0x0A }, as: UTF8.self),
            let key = NoteVerifierKey(name: name, kind: .ed25519, key: signer.publicKey)
        else { throw LogFailure(.broken, "\(folder): the log has no name") }
        return key
    }

    /// A log is whole when it has a checkpoint of its own name, and a journal.
    private func finishOpening() throws {
        if !Folder.exists(checkpointPath) {
            try publish(Checkpoint(origin: key.name, size: 0, root: SHA256Digest.of([])))
        } else if let before = Checkpoint(try storedNote().text), before.origin != key.name,
            let old = NoteVerifierKey(name: before.origin, kind: .ed25519, key: signer.publicKey),
            case .signed = try old.finding(on: storedNote())
        {
            // A process died between the two steps of a restoration.
            try publish(Checkpoint(origin: key.name, size: before.size, root: before.root))
        }
        if !Folder.exists(journalPath) {
            let size = try published().checkpoint.size
            try WholeFile.create(journalPath, LogJournal.header(number: 1, base: size))
        }
    }

    /// The key of the log as it is handed around.
    public var key: NoteVerifierKey { state.withLock { $0.key } }

    var checkpointPath: String { folder + "/checkpoint" }
    var journalPath: String { folder + "/journal" }
    var commitPath: String { folder + "/commit.lock" }
    var placePath: String { folder + "/place" }

    // MARK: Checkpoints

    /// The checkpoint over all entries, as it is handed around. Tiles are made of what the journal has.
    public func note() throws -> (note: SignedNote, checkpoint: Checkpoint) {
        try settle()
        return try published()
    }

    /// The checkpoint of the tiles, checked against the log's own key.
    func published() throws -> (note: SignedNote, checkpoint: Checkpoint) { try published(by: key) }

    func published(by key: NoteVerifierKey) throws -> (note: SignedNote, checkpoint: Checkpoint) {
        let note = try storedNote()
        guard let checkpoint = Checkpoint(note.text), checkpoint.origin == key.name,
            case .signed = try key.finding(on: note)
        else { throw LogFailure(.broken, "\(checkpointPath): is no checkpoint of this log") }
        return (note, checkpoint)
    }

    private func storedNote() throws -> SignedNote {
        guard let note = SignedNote(try WholeFile.read(checkpointPath, maximumBytes: 1 << 20)) else {
            throw LogFailure(.broken, "\(checkpointPath): is no checkpoint of this log")
        }
        return note
    }

    func signed(_ checkpoint: Checkpoint, by key: NoteVerifierKey) throws -> [UInt8] {
        var note = SignedNote(text: checkpoint.text, signatures: [])
        note.add(.init(name: key.name, keyID: key.keyID, bytes: try signer.sign(Array(note.text.utf8))))
        return note.serialized
    }

    private func publish(_ checkpoint: Checkpoint) throws {
        try WholeFile.replace(checkpointPath, try signed(checkpoint, by: key), mode: 0o644)
    }

    /// Goes on as another incarnation, named by `origin`: the same entries, the same key under another name.
    ///
    /// For a log that was put back from a copy. What the journal has is taken over first.
    func goOn(as origin: String) throws {
        try exclusively { marker in
            try makeTiles(marker)
            let now = try published().checkpoint
            let lock = try OpenFile.updating(folder + "/write.lock")
            try WholeFile.replace(folder + "/origin", Array((origin + "\n").utf8), mode: 0o644)
            let key = try Self.key(folder, signer)
            state.withLock { $0.key = key }
            try publish(Checkpoint(origin: origin, size: now.size, root: now.root))
            try WholeFile.replace(placePath, try LogPlace.text(lock: lock))
            try marker.set(CommitMarker.Commit(size: now.size))
        }
    }
}
