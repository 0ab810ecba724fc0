public import Bytes
import Files
import Hashing
public import Sealing
import Storage
import Transparency
public import TransparencyLogs

/// The custody log of this machine, and beside it what each event says in detail.
public struct CustodyRegister {
    /// An event of the log, with its place and what is known of it.
    public struct Entry: Sendable {
        public let index: Int
        public let event: CustodyEvent
        /// Nil when they were erased.
        public let details: CustodyDetails?
        /// Whether the details are those that the event was signed over.
        public let areDetailsTrue: Bool
    }

    /// What was found wrong, in plain English; nothing for a log that is whole.
    public struct Check: Sendable {
        public let entries: Int
        public let problems: [String]
    }

    private static let mostDetailBytes = 1 << 20
    private static let mostProblems = 100

    private let folder: String
    public let log: TileLog

    /// Opens the register in a folder, or makes it.
    public init(folder: String, force: @autoclosure () -> String) throws {
        self.folder = folder
        // The first incarnation; a copy that goes on by itself must call itself another.
        log = try TileLog(folder: folder, origin: Self.origin(force()))
    }

    /// A name for the log of a force: its letters and digits, and the number of the incarnation.
    private static func origin(_ force: String) -> String {
        let words = force.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return (words.isEmpty ? "force" : words.joined(separator: "-")) + ".custody/1"
    }

    private func detailsPath(_ index: Int) -> String { "\(folder)/details/\(index).json" }

    /// Appends an event, signed by who acted; gives its index.
    ///
    /// The details are on the disk before the log has the event.
    public func record(
        _ verb: CustodyVerb, bundle: RandomUUID?, details members: [JSONMember], by officer: OfficerIdentity,
        at time: Timestamp
    ) throws -> Int {
        let details = try CustodyDetails(members)
        let event = try CustodyEvent.signed(
            verb, bundle: bundle, details: details.digest, by: officer, at: time)
        let side = folder + "/details"
        if !Folder.exists(side) { try Folder.createNew(side) }
        let waiting = "\(side)/\(details.digest.hex).json"
        try WholeFile.create(waiting, details.serialized)
        let index = try log.append([event.serialized])
        try Folder.rename(waiting, to: detailsPath(index))
        return index
    }

    /// The events of a bundle, in their order; of all for nil.
    public func entries(of bundle: RandomUUID? = nil) throws -> [Entry] {
        var entries: [Entry] = []
        try log.forEachEntry(upTo: log.note().checkpoint.size) { index, bytes in
            guard let event = CustodyEvent(bytes) else {
                throw TileLog.Failure(description: "entry \(index) of the log is no event")
            }
            guard bundle == nil || event.bundle == bundle else { return }
            let details = try self.details(index, event)
            entries.append(
                Entry(
                    index: index, event: event, details: details,
                    areDetailsTrue: details?.digest == event.details))
        }
        return entries
    }

    private func details(_ index: Int, _ event: CustodyEvent) throws -> CustodyDetails? {
        // A process may have died before it gave the file its name.
        for path in [detailsPath(index), "\(folder)/details/\(event.details.hex).json"]
        where Folder.exists(path) {
            return CustodyDetails(try WholeFile.read(path, maximumBytes: Self.mostDetailBytes))
        }
        return nil
    }

    /// Goes through the whole log: entries against hashes, hashes against the checkpoint, signatures, details.
    public func check() throws -> Check {
        let checkpoint = try log.note().checkpoint
        var tree = MerkleTree()
        var hashes: [SHA256Digest] = []
        var problems: [String] = []
        func note(_ problem: String) { if problems.count < Self.mostProblems { problems.append(problem) } }
        try log.forEachEntry(upTo: checkpoint.size) { index, bytes in
            let leaf = MerkleTree.leaf(bytes)
            tree.append(leaf)
            let place = index % TilePath.width
            if place == 0 { hashes = try log.hashes(ofTile: index / TilePath.width, size: checkpoint.size) }
            if hashes[place] != leaf {
                note("entry \(index) is not what its hash says")
            }
            guard let event = CustodyEvent(bytes) else { return note("entry \(index) is no event") }
            if event.signer() == nil { note("event \(index) is not signed by who is said to have acted") }
            if let details = try details(index, event), details.digest != event.details {
                note("the details of event \(index) are not those that were signed")
            }
        }
        if tree.root != checkpoint.root { note("the entries do not give the root that the checkpoint has") }
        return Check(entries: checkpoint.size, problems: problems)
    }

    /// Whether an earlier checkpoint is a beginning of the log as it is: nothing before it was changed or left out.
    public func isContinuation(of earlier: SignedNote) throws -> Bool {
        guard case .signed = try log.key.finding(on: earlier), let before = Checkpoint(earlier.text),
            before.origin == log.key.name
        else { return false }
        let now = try log.note().checkpoint
        guard before.size > 0 else { return true }
        guard before.size <= now.size else { return false }
        let path = try MerkleProof.consistency(of: before.size, with: now.size) {
            try log.hash($0, $1, size: now.size)
        }
        return MerkleProof.isConsistent(before.size, before.root, with: now.size, now.root, path: path)
    }
}
