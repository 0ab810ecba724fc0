public import Bytes
import CustodyEvents
import Files
import Hashing
import Storage
import Transparency
public import TransparencyLogs

extension CustodyRegister {
    /// What was found, in plain English; no problems for a log that is whole.
    public struct Check: Sendable {
        public let entries: Int
        public let problems: [String]
        /// Captures that were begun and never ended.
        public let open: [(bundle: RandomUUID, begun: Timestamp)]
        /// False where the files are damaged so that the log cannot be compared with what others saw of it.
        public let isReadable: Bool
    }

    private static let mostProblems = 100

    /// Goes through the whole log: entries against hashes, hashes against the checkpoint, signatures, keys, details, digests.
    public func check() throws -> Check {
        var walk = LogWalk()
        var tiles = TileCheck(log)
        var isReadable = true
        var checkpoint = try log.published().checkpoint
        do {
            checkpoint = try log.note().checkpoint
            if try log.head().size < log.syncedSize { walk.note(Self.behind) }
        } catch let failure as LogFailure {
            // What the tiles have can be gone through all the same.
            isReadable = false
            walk.note(failure.description)
        }
        var hashes: [SHA256Digest] = []
        try log.forEachItem(upTo: checkpoint.size) { index, bytes, details in
            let place = index % TilePath.width
            if place == 0 { hashes = try log.hashes(ofTile: index / TilePath.width, size: checkpoint.size) }
            walk.take(index, bytes, details, hash: hashes[place])
            tiles.take(MerkleTree.leaf(bytes))
        }
        for problem in tiles.finish() { walk.note(problem) }
        if walk.tree.root != checkpoint.root {
            walk.note("the entries do not give the root that the checkpoint has")
        }
        if isReadable, let note = known?.note { try checkKnown(note, &walk) }
        return Check(
            entries: checkpoint.size, problems: Array(walk.problems.prefix(Self.mostProblems)),
            open: walk.open, isReadable: isReadable)
    }

    private func checkKnown(_ note: SignedNote, _ walk: inout LogWalk) throws {
        switch try standing(of: note) {
        case .continued, .lost: return
        case .ahead:
            if !walk.problems.contains(Self.behind) { walk.note(Self.behind) }
        case .another:
            let isAhead = Checkpoint(note.text).map { seen in
                Self.stem(seen.origin) == Self.stem(log.key.name)
                    && Self.incarnation(seen.origin) > Self.incarnation(log.key.name)
            }
            walk.note(
                isAhead == true
                    ? Self.behind
                    : "the log is not the one that this machine saw last, or does not tell of it")
        case .rewritten:
            walk.note(
                "the log does not go on from the checkpoint that this machine saw last: it was rewritten")
        }
    }

    static let behind =
        "the log has fewer entries than this machine saw before: it was put back from a copy; see: exhibit custody restore"

    /// How a checkpoint from elsewhere stands to the log as it is.
    public enum Standing: Sendable, Equatable {
        /// The log goes on from it: nothing before it was changed or left out.
        case continued
        /// It is of an incarnation before, and of entries that were lost when the log was restored with so many.
        case lost(kept: Int)
        /// It is of more entries than the log has.
        case ahead
        /// The log signed it, and is another now: two faces. Both are kept in `conflicts`.
        case rewritten
        /// The log's key did not sign it.
        case another
    }

    /// Compares a checkpoint of before, of this incarnation or one before it.
    public func standing(of earlier: SignedNote) throws -> Standing {
        let (note, now) = try log.note()
        return try standing(of: earlier, note, now, TreeReader(log, size: now.size))
    }

    /// As `standing`, of many: `tree` is that of the checkpoint `now`, which `note` is.
    func standing(of earlier: SignedNote, _ note: SignedNote, _ now: Checkpoint, _ tree: TreeReader) throws
        -> Standing
    {
        guard let before = Checkpoint(earlier.text), Self.stem(before.origin) == Self.stem(now.origin),
            let key = NoteVerifierKey(name: before.origin, kind: .ed25519, key: log.key.key),
            case .signed = try key.finding(on: earlier)
        else { return .another }
        if before.origin != now.origin {
            guard let kept = try restorations()[before.origin] else { return .another }
            if before.size > kept { return .lost(kept: kept) }
        }
        guard before.size <= now.size else { return .ahead }
        let path = try tree.consistency(of: before.size)
        let isContinued =
            before.size == 0
            ? before.root == SHA256Digest.of([])
            : MerkleProof.isConsistent(before.size, before.root, with: now.size, now.root, path: path)
        guard !isContinued else { return .continued }
        try keepConflict(earlier, note)
        return .rewritten
    }

    static func stem(_ origin: String) -> Substring { origin.prefix { $0 != "/" } }

    /// The number behind the slash.
    static func incarnation(_ origin: String) -> Int {
        origin.split(separator: "/").last.flatMap { Int($0) } ?? 1
    }

    /// The incarnations before, and how many entries of each were kept.
    private func restorations() throws -> [String: Int] {
        var found: [String: Int] = [:]
        for entry in try KeyIndex(self).entries() where entry.event.verb == .restored {
            if let origin = entry.details?.json["origin"]?.string,
                let size = entry.details?.json["size"]?.integer
            {
                found[origin] = Int(size)
            }
        }
        return found
    }

    /// Two checkpoints that cannot both be true are proof, and stay.
    func keepConflict(_ notes: SignedNote...) throws {
        let conflicts = folder + "/conflicts"
        if !Folder.exists(conflicts) { try Folder.createNew(conflicts) }
        for note in notes {
            let path = "\(conflicts)/\(SHA256Digest.of(note.serialized).hex.prefix(32)).note"
            if !Folder.exists(path) { try WholeFile.create(path, note.serialized) }
        }
    }
}
