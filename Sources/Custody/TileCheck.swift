import Hashing
import Transparency
import TransparencyLogs

/// Compares the tiles above the lowest level with what the entries give: proofs are made of them.
struct TileCheck {
    private let log: TileLog
    /// Of each level the hashes of the tile that is not full yet; those of the lowest are of entries.
    private var levels: [[SHA256Digest]] = [[]]
    private var counts: [Int] = [0]
    private var problems: [String] = []

    init(_ log: TileLog) { self.log = log }

    mutating func take(_ leaf: SHA256Digest) { take(leaf, level: 0) }

    private mutating func take(_ hash: SHA256Digest, level: Int) {
        if level == levels.count {
            levels.append([])
            counts.append(0)
        }
        levels[level].append(hash)
        counts[level] += 1
        guard levels[level].count == TilePath.width else { return }
        compare(level)
        let root = MerkleTree.root(of: levels[level][...])
        levels[level] = []
        take(root, level: level + 1)
    }

    /// What is wrong, once all entries were taken.
    mutating func finish() -> [String] {
        for level in levels.indices where !levels[level].isEmpty { compare(level) }
        return problems
    }

    private mutating func compare(_ level: Int) {
        // Those of entries are compared one by one, so that the entry is named.
        guard level > 0 else { return }
        let (tile, width) = ((counts[level] - 1) / TilePath.width, levels[level].count)
        let name = TilePath.hashes(level: level, index: tile, width: width)
        do {
            let found = try log.hashes(level: level, tile: tile, width: width)
            if found.prefix(width) != levels[level][...] {
                problems.append("\(name) does not hold what its entries give")
            }
        } catch {
            problems.append("\(name) could not be read: \(error)")
        }
    }
}
