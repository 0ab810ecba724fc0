import Bytes
import Files
import Glibc
import Hashing
import Storage
import Synchronization
import Transparency
public import TransparencyLogs

extension TileLog {
    /// How much of a log is in its journal before tiles are made.
    private static let mostJournalItems = 1024
    private static let mostJournalBytes = 4 << 20
    private static let gatheringPause: UInt32 = 200
    private static let mostGatheringPauses = 10
    /// Between two looks whether another has synced, in microseconds.
    private static let shortestPause: UInt32 = 100
    private static let longestPause: UInt32 = 2000

    /// Appends items, and returns when they and a checkpoint over them are on the disk; gives the index of the first, and that
    /// checkpoint. To an empty log `founding` comes first.
    ///
    /// Of all that wait one signs and syncs for all. Throws `LogFailure` for what is too long, for a log that is broken, and for a copy
    /// of one.
    public func append(_ items: [LogItem], founding: () throws -> [LogItem] = { [] }) throws -> (
        index: Int, note: SignedNote
    ) {
        guard
            items.allSatisfy({
                (1...Self.mostEntryBytes).contains($0.entry.count) && $0.details.count <= Self.mostDetailBytes
            })
        else {
            throw LogFailure(
                .tooLong,
                "an entry of the log has 1 to \(Self.mostEntryBytes) bytes, and details of at most \(Self.mostDetailBytes)"
            )
        }
        let index = try whileWriting { state, journal in
            guard !state.isDoubtful else {
                throw LogFailure(.broken, "\(folder): the disk refused to keep what was written; begin anew")
            }
            let index = state.tree.count
            guard try CommitMarker.synced(commitPath) <= index else {
                throw LogFailure(.behind, "\(folder): \(CustodyRegister.behind)")
            }
            let first = index == 0 ? try founding() : []
            try write((first + items).map { .item($0) }, to: journal, &state)
            return index + first.count
        }
        return (index, try commit(upTo: index + items.count))
    }

    /// Returns when so many entries are on the disk under a checkpoint; gives the last one.
    ///
    /// Looks now and then, and does not queue for the lock: who is served by the sync of another goes on at once, and so is there
    /// again for the next.
    private func commit(upTo size: Int) throws -> SignedNote {
        let file = try OpenFile.updatingOrCreating(commitPath)
        let marker = try CommitMarker(file)
        var pause = Self.shortestPause
        while try marker.last.size < size {
            guard try file.tryLock() else {
                usleep(pause)
                pause = min(pause + pause / 8, Self.longestPause)
                continue
            }
            try lead(marker, upTo: size)
        }
        // Another may have made tiles of the journal meanwhile.
        let journalled: [UInt8]? = try whileWriting { state, _ in state.note }
        guard let note = try journalled.map({ SignedNote($0) }) ?? published().note,
            let checkpoint = Checkpoint(note.text), checkpoint.size >= size
        else { throw LogFailure(.broken, "\(folder): the log has no checkpoint over what was written to it") }
        return note
    }

    /// Syncs for all that wait, as the one who may commit.
    private func lead(_ marker: CommitMarker, upTo size: Int) throws {
        let last = try marker.last
        guard last.size < size else { return }
        // Others that came with the last sync are about to come again: one sync for all of them is worth a short wait.
        for _ in 0..<Self.mostGatheringPauses {
            let waiting = try whileWriting { state, _ in state.tree.count - state.noted }
            if waiting >= last.group { break }
            usleep(Self.gatheringPause)
        }
        try flush(marker)
        let isFull = state.withLock {
            $0.items.count >= Self.mostJournalItems || $0.itemBytes >= Self.mostJournalBytes
        }
        // The entries are on the disk already: whoever is next tries again.
        if isFull { try? makeTiles(marker) }
    }

    /// Puts a checkpoint behind what has none, and syncs; for who may commit.
    private func flush(_ marker: CommitMarker) throws {
        let (journal, size, group) = try whileWriting { state, journal in
            let group = state.tree.count - state.noted
            try close(&state, journal)
            return (journal, state.tree.count, group)
        }
        do {
            try journal.file.syncData()
        } catch {
            state.withLock { $0.isDoubtful = true }
            throw error
        }
        try marker.set(CommitMarker.Commit(size: size, group: group))
    }

    /// Puts a checkpoint behind entries that have none.
    private func close(_ state: inout State, _ journal: LogJournal) throws {
        guard state.noted < state.tree.count else { return }
        let checkpoint = Checkpoint(origin: state.key.name, size: state.tree.count, root: state.tree.root)
        try write([.checkpoint(try signed(checkpoint, by: state.key))], to: journal, &state)
    }

    /// Runs `body` as the only one who commits. Blocks.
    func exclusively<Result: Sendable>(_ body: (CommitMarker) throws -> Result) throws -> Result {
        let file = try OpenFile.updatingOrCreating(commitPath)
        try file.lock()
        defer { withExtendedLifetime(file) {} }
        return try body(CommitMarker(file))
    }

    /// Runs `body` as the only one who writes to the journal, all of which has been read. Blocks.
    ///
    /// Nothing is removed by this, so that who only reads changes nothing: what a process wrote in part that died is cut off by the
    /// next write. Throws `LogFailure` where more than that is wrong, and leaves the files as they are.
    func whileWriting<Result: Sendable>(_ body: (inout State, LogJournal) throws -> Result) throws -> Result {
        let lock = try OpenFile.updatingOrCreating(folder + "/write.lock")
        try lock.lock()
        defer { withExtendedLifetime(lock) {} }
        guard let journal = try LogJournal.open(journalPath) else {
            throw LogFailure(.broken, "\(folder): the log has no journal")
        }
        return try state.withLock { state in
            try read(journal, into: &state)
            return try body(&state, journal)
        }
    }

    /// Whether the folder is where the log was made, and no copy.
    func isAtHome() throws -> Bool {
        try LogPlace.isHere(placePath, lock: OpenFile.updatingOrCreating(folder + "/write.lock"))
    }

    private func read(_ journal: LogJournal, into state: inout State) throws {
        do {
            if state.number != journal.number { try begin(journal, &state) }
            let tail = try journal.frames(from: state.end)
            for frame in tail.frames {
                Self.take(frame, &state)
                try compare(state)
            }
            state.end = tail.end
            try requireWhole(state, tail)
        } catch {
            // Read anew from the beginning the next time.
            state.number = nil
            throw error
        }
    }

    private func begin(_ journal: LogJournal, _ state: inout State) throws {
        let tree = try tree(ofFirst: journal.base)
        state = State(
            key: state.key, number: journal.number, base: journal.base, end: LogJournal.headerBytes,
            baseTree: tree, tree: tree, noted: journal.base,
            published: try published(by: state.key).checkpoint, isDoubtful: state.isDoubtful)
        guard let published = state.published, published.size >= journal.base else {
            throw LogFailure(
                .broken,
                "\(folder): the checkpoint has fewer entries than the tiles; restore it from a copy; nothing was changed"
            )
        }
        try compare(state)
    }

    /// The tiles, with what the journal has behind them, are those that the checkpoint is over; else a root would be signed of a tree
    /// that the log never was.
    private func compare(_ state: State) throws {
        guard let published = state.published, state.tree.count == published.size else { return }
        guard state.tree.root == published.root else {
            throw LogFailure(
                .broken,
                "\(folder): the tiles do not give the root that the checkpoint of \(published.size) entries has: one is damaged; restore it from a copy; nothing was changed"
            )
        }
    }

    /// Only what was promised to nobody may be missing at the end of the journal.
    private func requireWhole(_ state: State, _ tail: LogJournal.Tail) throws {
        let count = state.tree.count
        if !tail.rest.isEmpty {
            let promised = max(try CommitMarker.synced(commitPath), knownSize(state.key.name))
            guard count >= promised, !tail.hasWholeFrameBehind else {
                throw LogFailure(
                    .broken,
                    "\(journalPath): is damaged at byte \(tail.end), and what stands there or behind was promised; restore it from a copy; the file was left as it is"
                )
            }
        }
        if let published = state.published, published.size > count {
            throw LogFailure(
                .broken,
                "\(folder): the checkpoint has \(published.size) entries, and tiles and journal \(count); restore them from a copy; nothing was changed"
            )
        }
    }

    private func write(_ frames: [LogJournal.Frame], to journal: LogJournal, _ state: inout State) throws {
        let bytes = frames.flatMap { LogJournal.serialized($0) }
        // What a process wrote in part that died.
        if try journal.file.size() > state.end { try journal.file.truncate(to: state.end) }
        try journal.file.write(bytes, at: state.end)
        state.end += bytes.count
        for frame in frames { Self.take(frame, &state) }
    }

    private static func take(_ frame: LogJournal.Frame, _ state: inout State) {
        switch frame {
        case .item(let item):
            state.items.append(item)
            state.itemBytes += item.entry.count + item.details.count
            state.tree.append(MerkleTree.leaf(item.entry))
        case .checkpoint(let note):
            state.note = note
            state.noted = state.tree.count
        }
    }

    /// The tree of the first entries, out of the tiles.
    func tree(ofFirst size: Int) throws -> MerkleTree {
        let reader = TreeReader(self, size: size)
        var peaks: [SHA256Digest] = []
        var begin = 0
        for level in (0..<Int.bitWidth).reversed() where size >> level & 1 == 1 {
            peaks.append(try reader.hash(level, begin >> level))
            begin += 1 << level
        }
        return MerkleTree(peaks: peaks, count: size)
    }

    // MARK: Tiles

    /// Makes tiles of what the journal has, if anything. What may not be written to is read as it is.
    func settle() throws {
        let size = (try? OpenFile.reading(journalPath).size()) ?? 0
        guard size > LogJournal.headerBytes else { return }
        do {
            try exclusively(makeTiles)
        } catch let error as FileError where error.number == EROFS || error.number == EACCES {}
    }

    /// How many entries there are now, and the root over them.
    func head() throws -> (size: Int, root: SHA256Digest) {
        try whileWriting { state, _ in (state.tree.count, state.tree.root) }
    }

    /// How many entries the log was ever said to have on the disk.
    var syncedSize: Int { get throws { try CommitMarker.synced(commitPath) } }

    /// Whether the log goes on from a checkpoint: it has as many entries or more, and began with those.
    func goesOn(from before: Checkpoint) throws -> Bool {
        try whileWriting { state, _ in
            let count = state.tree.count
            if before.size == count { return before.root == state.tree.root }
            guard before.size > 0 else { return before.root == SHA256Digest.of([]) }
            if before.size > state.base {
                guard before.size < count else { return false }
                var tree = state.baseTree
                for item in state.items.prefix(before.size - state.base) {
                    tree.append(MerkleTree.leaf(item.entry))
                }
                return tree.root == before.root
            }
            let path = try TreeReader(self, size: state.base).consistency(of: before.size)
            return MerkleProof.isConsistent(
                before.size, before.root, with: state.base, state.baseTree.root, path: path)
        }
    }

    /// As `settle`, for who may commit. A crash at any point leaves the journal, of which the same tiles are made again.
    func makeTiles(_ marker: CommitMarker) throws {
        let size: Int = try whileWriting { state, journal in
            // Others may have written since the last checkpoint: the tiles have theirs too.
            try close(&state, journal)
            guard !state.items.isEmpty, let note = state.note else { return state.tree.count }
            let (items, base, size) = (state.items, state.base, state.tree.count)
            var writer = TileWriter(log: self)
            try writer.write(items, from: base, size: size)
            try WholeFile.replace(checkpointPath, note, mode: 0o644)
            // The next write cuts off what a process wrote in part that died; who makes tiles to read leaves it.
            let rest = try journal.frames(from: state.end).rest
            try WholeFile.replace(
                journalPath, LogJournal.header(number: journal.number + 1, base: size) + rest)
            state = State(
                key: state.key, number: journal.number + 1, base: size, end: LogJournal.headerBytes,
                baseTree: state.tree, tree: state.tree, noted: size,
                published: Checkpoint(SignedNote(note)?.text ?? ""))
            writer.removePartials(now: size)
            return size
        }
        // A log that was put back says itself that entries are missing.
        if try size >= CommitMarker.synced(commitPath) { try marker.set(CommitMarker.Commit(size: size)) }
    }
}
