import Files
import Hashing
import Storage
import TransparencyLogs

extension TileLog {
    private static let mostTileBytes = 256 * (mostEntryBytes + 2)

    /// Entries from `first` on, in their order, up to the size of a checkpoint, each with its details: nil where there are none, or
    /// they were erased.
    public func forEachItem(
        from first: Int = 0, upTo size: Int,
        _ body: (Int, _ entry: [UInt8], _ details: [UInt8]?) throws -> Void
    ) throws {
        var index = first
        while index < size {
            let tile = index / TilePath.width
            let width = min(TilePath.width, size - tile * TilePath.width)
            let entries = try entries(ofTile: tile, width: width)
            let details = try DetailsSegment.read(folder + "/" + TilePath.details(index: tile))
            for place in (index % TilePath.width)..<width {
                try body(
                    tile * TilePath.width + place, entries[place],
                    place < details.count ? details[place] : nil)
            }
            index = (tile + 1) * TilePath.width
        }
    }

    /// Overwrites what lies beside an entry, and returns when it is gone.
    func eraseDetails(of index: Int) throws {
        try exclusively { marker in
            try makeTiles(marker)
            let (tile, place) = index.quotientAndRemainder(dividingBy: TilePath.width)
            try DetailsSegment.erase(place, in: folder + "/" + TilePath.details(index: tile))
        }
    }

    /// The first entries of a tile that has at least so many.
    func entries(ofTile tile: Int, width: Int) throws -> [[UInt8]] {
        let (bytes, path) = try bytes(ofTile: { TilePath.entries(index: tile, width: $0) }, width: width)
        var entries: [[UInt8]] = []
        var place = 0
        while place + 2 <= bytes.count, entries.count < width {
            let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
            guard place + 2 + length <= bytes.count else { break }
            entries.append(Array(bytes[(place + 2)..<(place + 2 + length)]))
            place += 2 + length
        }
        guard entries.count == width else {
            throw LogFailure(.broken, "\(path): does not hold \(width) entries")
        }
        return entries
    }

    /// The hashes of a tile, as a tree of this size has it.
    func hashes(ofTile tile: Int, level: Int = 0, size: Int) throws -> [SHA256Digest] {
        let inLevel = size >> (8 * level)
        return try hashes(
            level: level, tile: tile, width: min(TilePath.width, inLevel - tile * TilePath.width))
    }

    func hashes(level: Int, tile: Int, width: Int) throws -> [SHA256Digest] {
        let (bytes, path) = try bytes(
            ofTile: { TilePath.hashes(level: level, index: tile, width: $0) }, width: width)
        guard width >= 0, bytes.count >= width * 32 else {
            throw LogFailure(.broken, "\(path): does not hold \(width) hashes")
        }
        return stride(from: 0, to: width * 32, by: 32).compactMap {
            SHA256Digest(bytes: Array(bytes[$0..<($0 + 32)]))
        }
    }

    /// A tile that has at least this width: another may have made it wider meanwhile.
    private func bytes(ofTile name: (Int) -> String, width: Int) throws -> (bytes: [UInt8], path: String) {
        let exact = folder + "/" + name(width)
        for path in [exact, folder + "/" + name(TilePath.width)] where Folder.exists(path) {
            return (try WholeFile.read(path, maximumBytes: Self.mostTileBytes), path)
        }
        let wider = ((try? Folder.names(in: Folder.of(exact))) ?? []).compactMap { Int($0) }.filter {
            $0 > width
        }
        let path = wider.min().map { folder + "/" + name($0) } ?? exact
        return (try WholeFile.read(path, maximumBytes: Self.mostTileBytes), path)
    }
}
