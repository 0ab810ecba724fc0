import Bytes
import Files
import Glibc
public import Hashing
import Signing
import Storage
import Transparency
public import TransparencyLogs

/// An append-only log in a folder, as C2SP tlog-tiles has it: bundles of entries, tiles of hashes, and a signed checkpoint that is
/// written last.
///
/// What has no checkpoint was never in the log. One process at a time writes; any number may read.
public final class TileLog {
    /// Why the folder is no log, or a broken one, in plain English.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private static let mostEntryBytes = 65_535
    private static let mostTileBytes = 256 * (mostEntryBytes + 2)

    public let folder: String
    public let key: NoteVerifierKey
    private let signer: Ed25519Key

    private var checkpointPath: String { folder + "/checkpoint" }

    /// Opens a log, or makes one with this origin where there is none.
    public init(folder: String, origin: @autoclosure () -> String) throws {
        self.folder = folder
        if !Folder.exists(folder) { try Folder.createNew(folder) }
        let seedPath = folder + "/log.key"
        let originPath = folder + "/origin"
        if !Folder.exists(seedPath) {
            let fresh = try Ed25519Key.generate()
            try WholeFile.create(originPath, Array((origin() + "\n").utf8))
            try fresh.withSeed { try WholeFile.create(seedPath, $0) }
            try Folder.sync(folder)
        }
        signer = try Ed25519Key(seed: try WholeFile.read(seedPath, maximumBytes: 64))
        let name = String(
            decoding: try WholeFile.read(originPath, maximumBytes: 1024), as: UTF8.self
        ).filter { $0 != "\n" }
        guard let key = NoteVerifierKey(name: name, kind: .ed25519, key: signer.publicKey) else {
            throw Failure(description: "\(folder): the log has no name")
        }
        self.key = key
        if !Folder.exists(checkpointPath) {
            try sign(Checkpoint(origin: name, size: 0, root: SHA256Digest.of([])))
        }
    }

    // MARK: Reading

    /// The checkpoint as it is handed around, checked against the log's own key.
    public func note() throws -> (note: SignedNote, checkpoint: Checkpoint) {
        let bytes = try WholeFile.read(checkpointPath, maximumBytes: 1 << 20)
        guard let note = SignedNote(bytes), let checkpoint = Checkpoint(note.text),
            checkpoint.origin == key.name,
            case .signed = try key.finding(on: note)
        else { throw Failure(description: "\(checkpointPath): is no checkpoint of this log") }
        return (note, checkpoint)
    }

    /// Entries from `first` on, in their order, up to the size of a checkpoint.
    public func forEachEntry(from first: Int = 0, upTo size: Int, _ body: (Int, [UInt8]) throws -> Void)
        throws
    {
        var index = first
        while index < size {
            let tile = index / TilePath.width
            let entries = try entries(ofTile: tile, size: size)
            for (place, entry) in entries.enumerated().dropFirst(index % TilePath.width)
            where tile * TilePath.width + place < size {
                try body(tile * TilePath.width + place, entry)
            }
            index = (tile + 1) * TilePath.width
        }
    }

    private func entries(ofTile tile: Int, size: Int) throws -> [[UInt8]] {
        let width = min(TilePath.width, size - tile * TilePath.width)
        let path = folder + "/" + TilePath.entries(index: tile, width: width)
        let bytes = try WholeFile.read(path, maximumBytes: Self.mostTileBytes)
        var entries: [[UInt8]] = []
        var place = 0
        while place + 2 <= bytes.count {
            let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
            guard place + 2 + length <= bytes.count else { break }
            entries.append(Array(bytes[(place + 2)..<(place + 2 + length)]))
            place += 2 + length
        }
        guard entries.count == width, place == bytes.count else {
            throw Failure(description: "\(path): does not hold \(width) entries")
        }
        return entries
    }

    /// The root of the full subtree of 2^level entries that is number `index`, out of the tiles of a tree of this size.
    public func hash(_ level: Int, _ index: Int, size: Int) throws -> SHA256Digest {
        let first = index << (level % 8)
        let (tile, begin) = first.quotientAndRemainder(dividingBy: TilePath.width)
        let hashes = try hashes(ofTile: tile, level: level / 8, size: size)
        let end = begin + (1 << (level % 8))
        guard end <= hashes.count else {
            throw Failure(description: "\(folder): a tile of the log has no hash where one must be")
        }
        return MerkleTree.root(of: hashes[begin..<end])
    }

    /// The hashes of a tile, as a tree of this size has it.
    func hashes(ofTile tile: Int, level: Int = 0, size: Int) throws -> [SHA256Digest] {
        let inLevel = size >> (8 * level)
        let width = min(TilePath.width, inLevel - tile * TilePath.width)
        return try hashes(level: level, tile: tile, width: width)
    }

    private func hashes(level: Int, tile: Int, width: Int) throws -> [SHA256Digest] {
        let path = folder + "/" + TilePath.hashes(level: level, index: tile, width: width)
        let bytes = try WholeFile.read(path, maximumBytes: TilePath.width * 32)
        guard bytes.count == width * 32 else {
            throw Failure(description: "\(path): does not hold \(width) hashes")
        }
        return stride(from: 0, to: bytes.count, by: 32).compactMap {
            SHA256Digest(bytes: Array(bytes[$0..<($0 + 32)]))
        }
    }

    // MARK: Writing

    /// Appends entries, and returns when they and a checkpoint over them are on the disk; gives the index of the first.
    ///
    /// Waits for another process that writes. Throws `Failure` for an entry of more than 65,535 bytes, and for a log that is broken.
    public func append(_ entries: [[UInt8]]) throws -> Int {
        guard entries.allSatisfy({ (1...Self.mostEntryBytes).contains($0.count) }) else {
            throw Failure(description: "an entry of the log has 1 to \(Self.mostEntryBytes) bytes")
        }
        let lock = try takeLock()
        defer { withExtendedLifetime(lock) {} }
        let old = try note().checkpoint
        let size = old.size + entries.count
        var written: Set<String> = []
        try writeEntries(entries, from: old.size, size: size, &written)
        try writeHashes(entries.map { MerkleTree.leaf($0) }, from: old.size, size: size, &written)
        for folder in written { try Folder.sync(folder) }
        let root = try MerkleProof.root(ofFirst: size) { try hash($0, $1, size: size) }
        try sign(Checkpoint(origin: key.name, size: size, root: root))
        removePartials(of: old.size, now: size)
        return old.size
    }

    private func takeLock() throws -> FolderLock {
        for _ in 0..<500 {
            if let lock = try FolderLock.take(folder) { return lock }
            Self.pause()
        }
        throw Failure(description: "\(folder): another process writes to the log")
    }

    private static func pause() { usleep(20_000) }

    private func writeEntries(_ entries: [[UInt8]], from first: Int, size: Int, _ written: inout Set<String>)
        throws
    {
        try Self.forEachTile(of: entries, from: first) { tile, begun, new in
            var bytes: [UInt8] = []
            if begun > 0 {
                bytes = try WholeFile.read(
                    folder + "/" + TilePath.entries(index: tile, width: begun),
                    maximumBytes: Self.mostTileBytes)
            }
            for entry in new { bytes += [UInt8(entry.count >> 8), UInt8(entry.count & 0xFF)] + entry }
            try write(bytes, to: TilePath.entries(index: tile, width: begun + new.count), &written)
        }
    }

    /// Shares out what is new in a level to its tiles: the tile, how many it has already, and what comes to them.
    private static func forEachTile<Element>(
        of new: [Element], from first: Int,
        _ body: (_ tile: Int, _ begun: Int, _ new: ArraySlice<Element>) throws -> Void
    ) rethrows {
        var next = 0
        while next < new.count {
            let (tile, begun) = (first + next).quotientAndRemainder(dividingBy: TilePath.width)
            let end = min(next + TilePath.width - begun, new.count)
            try body(tile, begun, new[next..<end])
            next = end
        }
    }

    /// The hashes of new leaves, and of the full tiles that they complete, level by level.
    private func writeHashes(
        _ leaves: [SHA256Digest], from first: Int, size: Int, _ written: inout Set<String>
    ) throws {
        var (hashes, start, level) = (leaves, first, 0)
        while !hashes.isEmpty {
            var above: [SHA256Digest] = []
            try Self.forEachTile(of: hashes, from: start) { tile, begun, new in
                let old = begun > 0 ? try self.hashes(level: level, tile: tile, width: begun) : []
                let all = old + new
                try write(
                    all.flatMap(\.bytes), to: TilePath.hashes(level: level, index: tile, width: all.count),
                    &written)
                if all.count == TilePath.width { above.append(MerkleTree.root(of: all[...])) }
            }
            (hashes, start, level) = (above, start / TilePath.width, level + 1)
        }
    }

    private func write(_ bytes: [UInt8], to name: String, _ written: inout Set<String>) throws {
        let path = folder + "/" + name
        let parts = name.split(separator: "/").dropLast()
        var parent = folder
        for part in parts {
            let below = parent + "/" + part
            if !Folder.exists(below) {
                try Folder.createNew(below)
                written.insert(parent)
            }
            parent = below
        }
        written.insert(parent)
        // What lies there has no checkpoint: a process died before it wrote one.
        try WholeFile.replace(path, bytes, mode: 0o600)
    }

    private func sign(_ checkpoint: Checkpoint) throws {
        var note = SignedNote(text: checkpoint.text, signatures: [])
        note.add(.init(name: key.name, keyID: key.keyID, bytes: try signer.sign(Array(note.text.utf8))))
        try WholeFile.replace(checkpointPath, note.serialized, mode: 0o644)
    }

    /// Tiles that were not full are kept once, at their last width.
    private func removePartials(of old: Int, now size: Int) {
        let last = TilePath.last(ofTreeOf: size)
        for tile in TilePath.last(ofTreeOf: old) where tile.width < TilePath.width {
            guard !last.contains(where: { $0 == tile }) else { continue }
            try? Folder.remove(
                folder + "/" + TilePath.hashes(level: tile.level, index: tile.index, width: tile.width))
            if tile.level == 0 {
                try? Folder.remove(folder + "/" + TilePath.entries(index: tile.index, width: tile.width))
            }
        }
    }
}

extension MerkleTree {
    /// The root over digests of leaves, or of subtrees of one size.
    fileprivate static func root(of digests: ArraySlice<SHA256Digest>) -> SHA256Digest {
        var tree = MerkleTree()
        for digest in digests { tree.append(digest) }
        return tree.root
    }
}
