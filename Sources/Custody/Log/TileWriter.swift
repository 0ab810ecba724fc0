import Files
import Hashing
import Storage
import Transparency
import TransparencyLogs

/// Writes tiles: all files are on the disk before any name is, and all names when `write` returns.
struct TileWriter {
    let log: TileLog
    private var named: [(temporary: String, path: String)] = []
    private var folders: Set<String> = []
    /// The folders of tiles that were not full before.
    private var partials: Set<String> = []

    init(log: TileLog) { self.log = log }

    /// Entries, their details, and the hashes of a tree of `size` entries, of which the first `first` are there.
    mutating func write(_ items: [LogItem], from first: Int, size: Int) throws {
        try forEachTile(of: items, from: first) { (writer, tile, begun, new) in
            let old = begun > 0 ? try writer.log.entries(ofTile: tile, width: begun) : []
            let bytes = (old + new.map(\.entry)).flatMap { entry in
                [UInt8(entry.count >> 8), UInt8(entry.count & 0xFF)] + entry
            }
            try writer.stage(bytes, TilePath.entries(index: tile, width: begun + new.count))
            let details = writer.log.folder + "/" + TilePath.details(index: tile)
            try writer.makeFolder(of: details)
            try DetailsSegment.write(new.map(\.details), behind: begun, to: details)
        }
        try writeHashes(items.map { MerkleTree.leaf($0.entry) }, from: first)
        for (temporary, path) in named { try Folder.replace(path, with: temporary) }
        for folder in folders { try Folder.sync(folder) }
    }

    /// The hashes of new leaves, and of the full tiles that they complete, level by level.
    private mutating func writeHashes(_ leaves: [SHA256Digest], from first: Int) throws {
        var (hashes, start, level) = (leaves, first, 0)
        while !hashes.isEmpty {
            var above: [SHA256Digest] = []
            try forEachTile(of: hashes, from: start) { (writer, tile, begun, new) in
                let old = begun > 0 ? try writer.log.hashes(level: level, tile: tile, width: begun) : []
                let all = old + new
                try writer.stage(
                    all.flatMap(\.bytes), TilePath.hashes(level: level, index: tile, width: all.count))
                if all.count == TilePath.width { above.append(MerkleTree.root(of: all[...])) }
            }
            (hashes, start, level) = (above, start / TilePath.width, level + 1)
        }
    }

    /// Shares out what is new in a level to its tiles: the tile, how many it has already, and what comes to them.
    private mutating func forEachTile<Element>(
        of new: [Element], from first: Int,
        _ body: (inout TileWriter, _ tile: Int, _ begun: Int, _ new: ArraySlice<Element>) throws -> Void
    ) rethrows {
        var next = 0
        while next < new.count {
            let (tile, begun) = (first + next).quotientAndRemainder(dividingBy: TilePath.width)
            let end = min(next + TilePath.width - begun, new.count)
            try body(&self, tile, begun, new[next..<end])
            next = end
        }
    }

    private mutating func stage(_ bytes: [UInt8], _ name: String) throws {
        let path = log.folder + "/" + name
        try makeFolder(of: path)
        let file = try OpenFile.temporary(beside: path)
        try file.write(bytes, at: 0)
        try file.sync()
        named.append((file.path, path))
        let full = name.split(separator: ".").first.map(String.init) ?? name
        partials.insert(log.folder + "/" + full + ".p")
    }

    private mutating func makeFolder(of path: String) throws {
        let parent = Folder.of(path)
        folders.insert(parent)
        guard !Folder.exists(parent) else { return }
        try makeFolder(of: parent)
        try Folder.createNew(parent)
    }

    /// Tiles that were not full are kept once, at their last width. What cannot be removed is in nobody's way.
    func removePartials(now size: Int) {
        let last = TilePath.last(ofTreeOf: size).filter { $0.width < TilePath.width }
        var kept = Set(
            last.map { TilePath.hashes(level: $0.level, index: $0.index, width: $0.width) })
        if let lowest = last.first(where: { $0.level == 0 }) {
            kept.insert(TilePath.entries(index: lowest.index, width: lowest.width))
        }
        for folder in partials where Folder.exists(folder) {
            let names = ((try? Folder.names(in: folder)) ?? []).map { folder + "/" + $0 }
            let isKept = { (path: String) in kept.contains(String(path.dropFirst(log.folder.count + 1))) }
            if names.contains(where: isKept) {
                for path in names where !isKept(path) { try? Folder.remove(path) }
            } else {
                try? Folder.removeTree(folder)
            }
        }
    }
}

extension MerkleTree {
    /// The root over digests of leaves, or of subtrees of one size.
    static func root(of digests: ArraySlice<SHA256Digest>) -> SHA256Digest {
        var tree = MerkleTree()
        for digest in digests { tree.append(digest) }
        return tree.root
    }
}
