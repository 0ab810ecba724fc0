public import Hashing
import Transparency
import TransparencyLogs

/// Hashes of the tree of one size, out of its tiles, each read once: for the proofs of one checkpoint.
public final class TreeReader {
    private struct Place: Hashable {
        let level: Int
        let tile: Int
    }

    private static let mostTiles = 1024

    private let log: TileLog
    public let size: Int
    private var tiles: [Place: [SHA256Digest]] = [:]

    public init(_ log: TileLog, size: Int) {
        self.log = log
        self.size = size
    }

    /// The path that proves an entry.
    public func inclusion(of index: Int) throws -> [SHA256Digest] {
        try MerkleProof.inclusion(of: index, inTreeOf: size, hash: hash)
    }

    /// The path that proves that the tree began with its first `earlier` entries.
    public func consistency(of earlier: Int) throws -> [SHA256Digest] {
        try MerkleProof.consistency(of: earlier, with: size, hash: hash)
    }

    /// The root of the full subtree of 2^level entries that is number `index`.
    func hash(_ level: Int, _ index: Int) throws -> SHA256Digest {
        let (tile, begin) = (index << (level % 8)).quotientAndRemainder(dividingBy: TilePath.width)
        let place = Place(level: level / 8, tile: tile)
        let hashes = try tiles[place] ?? log.hashes(ofTile: tile, level: level / 8, size: size)
        if tiles.count >= Self.mostTiles { tiles = [:] }
        tiles[place] = hashes
        let end = begin + (1 << (level % 8))
        guard end <= hashes.count else {
            throw LogFailure(.broken, "\(log.folder): a tile of the log has no hash where one must be")
        }
        return MerkleTree.root(of: hashes[begin..<end])
    }
}
