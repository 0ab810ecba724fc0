import Bytes

/// Names of the files that a log is kept in (C2SP tlog-tiles).
public enum TilePath {
    /// Hashes, or entries, of a full tile.
    public static let width = 256

    /// `tile/0/x001/x234/067`, and for a tile that is not full with `.p/112` behind it.
    public static func hashes(level: Int, index: Int, width: Int = width) -> String {
        "tile/\(level)/\(number(index))\(partial(width))"
    }

    /// The bundle of entries beside the hashes of level 0.
    public static func entries(index: Int, width: Int = width) -> String {
        "tile/entries/\(number(index))\(partial(width))"
    }

    /// What a log keeps beside a bundle of entries, which is not part of the standard.
    public static func details(index: Int) -> String { "details/\(number(index))" }

    private static func partial(_ width: Int) -> String { width == Self.width ? "" : ".p/\(width)" }

    /// Groups of three digits, all but the last with an x.
    private static func number(_ index: Int) -> String {
        var groups = [Digits.padded(index % 1000, 3)]
        var rest = index / 1000
        while rest > 0 {
            groups.insert("x" + Digits.padded(rest % 1000, 3), at: 0)
            rest /= 1000
        }
        return groups.joined(separator: "/")
    }

    /// The tiles of a tree of this size that its next state must have: level, index and width of each that is not empty, the last of
    /// each level.
    public static func last(ofTreeOf size: Int) -> [(level: Int, index: Int, width: Int)] {
        var tiles: [(level: Int, index: Int, width: Int)] = []
        var count = size
        var level = 0
        while count > 0 {
            let width = count % Self.width
            tiles.append(
                width == 0 ? (level, count / Self.width - 1, Self.width) : (level, count / Self.width, width))
            count /= Self.width
            level += 1
        }
        return tiles
    }
}
