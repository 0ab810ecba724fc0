public import Bytes
public import CustodyEvents
import Hashing
public import TransparencyLogs

extension CustodyRegister {
    private static let mostCosigned = 16
    private static let mostStamped = 400

    /// The events of a bundle with their proofs, as they are handed over. `named` is the checkpoint that the bundle's statement names.
    public func transcript(of bundle: RandomUUID, naming named: SignedNote? = nil) throws -> Transcript {
        let (note, now) = try log.note()
        let tree = TreeReader(log, size: now.size)
        let events = try entries(of: bundle).filter { $0.index < now.size }
        let keys = try keyEntries(for: events).filter { $0.index < now.size }
        var earlier: [Transcript.EarlierCheckpoint] = []
        func add(_ note: SignedNote, _ tokens: [[UInt8]]) throws {
            guard let before = Checkpoint(note.text), before.size <= now.size,
                tokens.isEmpty == false || !earlier.contains(where: { $0.note == note })
            else { return }
            let path = try tree.consistency(of: before.size)
            earlier.append(Transcript.EarlierCheckpoint(note: note, path: path, tokens: tokens))
        }
        if let named, try standing(of: named, note, now, tree) == .continued { try add(named, []) }
        // Those of an incarnation before, over entries that were not kept, have no path to this checkpoint.
        func isContinued(_ other: SignedNote) throws -> Bool {
            try standing(of: other, note, now, tree) == .continued
        }
        for note in try vouched.lastCosigned(Self.mostCosigned) where try isContinued(note) {
            try add(note, [])
        }
        for stamped in try vouched.lastStamped(Self.mostStamped) where try isContinued(stamped.note) {
            try add(stamped.note, stamped.tokens)
        }
        return Transcript(
            log: log.key, checkpoint: try vouched.cosigned(note), bundle: bundle,
            events: try events.map { try Self.proven($0, tree) },
            keys: try keys.map { try Self.proven($0, tree) },
            earlier: earlier)
    }

    private static func proven(_ entry: Entry, _ tree: TreeReader) throws -> Transcript.ProvenEntry {
        Transcript.ProvenEntry(
            index: entry.index, entry: entry.event.serialized, details: entry.details?.serialized,
            path: try tree.inclusion(of: entry.index))
    }

    /// The entries that say whose the keys are that signed these events, and who added those; and that the log was restored.
    private func keyEntries(for events: [Entry]) throws -> [Entry] {
        let all = try KeyIndex(self).entries()
        var needed = Set(events.compactMap { $0.event.signer()?.keyDigest })
        var chosen: Set<Int> = []
        while true {
            let new = all.filter { entry in
                !chosen.contains(entry.index)
                    && (entry.index == 0 || entry.event.verb == .restored
                        || entry.details.flatMap(KeyDetails.key).map(needed.contains) ?? true)
            }
            guard !new.isEmpty else { return all.filter { chosen.contains($0.index) } }
            for entry in new {
                chosen.insert(entry.index)
                if let signer = entry.event.signer() { needed.insert(signer.keyDigest) }
            }
        }
    }
}
