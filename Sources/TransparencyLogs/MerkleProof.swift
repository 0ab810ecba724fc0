public import Hashing
import Transparency

/// Proofs about Merkle trees, checked as RFC 9162 has it (sections 2.1.3.2 and 2.1.4.2): nothing missing, nothing left over.
public enum MerkleProof {
    /// Whether `leaf` is the leaf at `index` of the tree of `size` leaves with this root.
    public static func isIncluded(
        _ leaf: SHA256Digest, at index: Int, inTreeOf size: Int, root: SHA256Digest, path: [SHA256Digest]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var climb = Climb(node: index, last: size - 1)
        var digest = leaf
        for sibling in path {
            guard let isLeft = climb.step() else { return false }
            digest = isLeft ? MerkleTree.node(sibling, digest) : MerkleTree.node(digest, sibling)
        }
        return climb.isAtRoot && digest == root
    }

    /// Whether the tree of `size` leaves begins with the tree of `earlier` leaves: nothing in it was changed or left out.
    public static func isConsistent(
        _ earlier: Int, _ earlierRoot: SHA256Digest, with size: Int, _ root: SHA256Digest,
        path: [SHA256Digest]
    ) -> Bool {
        guard earlier > 0, earlier <= size else { return false }
        if earlier == size { return path.isEmpty && earlierRoot == root }
        // A tree that is full is a node of the other, and not repeated in the path.
        var path = path
        if earlier & (earlier - 1) == 0 { path.insert(earlierRoot, at: 0) }
        guard let first = path.first else { return false }
        var climb = Climb(node: earlier - 1, last: size - 1)
        while climb.node & 1 == 1 { climb.up() }
        var (old, new) = (first, first)
        for sibling in path.dropFirst() {
            guard let isLeft = climb.step() else { return false }
            if isLeft { old = MerkleTree.node(sibling, old) }
            new = isLeft ? MerkleTree.node(sibling, new) : MerkleTree.node(new, sibling)
        }
        return climb.isAtRoot && old == earlierRoot && new == root
    }

    /// The way from a node up to the root: its number and that of the last node, level by level.
    private struct Climb {
        var node: Int
        var last: Int

        var isAtRoot: Bool { last == 0 }

        mutating func up() {
            node >>= 1
            last >>= 1
        }

        /// Goes up past the next sibling, and tells whether that is the left one; nil where the path should have ended.
        mutating func step() -> Bool? {
            guard last > 0 else { return nil }
            let isLeft = node & 1 == 1 || node == last
            if isLeft { while node & 1 == 0, node > 0 { up() } }
            up()
            return isLeft
        }
    }

    /// The path that proves a leaf; `hash` gives the root of the full subtree of 2^level leaves that is number `index`.
    ///
    /// At most two hashes a level are asked for.
    public static func inclusion(
        of index: Int, inTreeOf size: Int, hash: (_ level: Int, _ index: Int) throws -> SHA256Digest
    ) rethrows -> [SHA256Digest] {
        var path: [SHA256Digest] = []
        var (start, end) = (0, size)
        // From the root down to the leaf; the path goes the other way.
        while end - start > 1 {
            let middle = start + split(end - start)
            if index < middle {
                path.append(try root(of: middle..<end, hash: hash))
                end = middle
            } else {
                path.append(try root(of: start..<middle, hash: hash))
                start = middle
            }
        }
        return path.reversed()
    }

    /// The path that proves that a tree begins with the tree of its first `earlier` leaves (RFC 9162, section 2.1.4.1).
    public static func consistency(
        of earlier: Int, with size: Int, hash: (_ level: Int, _ index: Int) throws -> SHA256Digest
    ) rethrows -> [SHA256Digest] {
        guard earlier > 0, earlier < size else { return [] }
        var path: [SHA256Digest] = []
        var (start, end) = (0, size)
        // Whether the earlier tree's own root is known to who checks.
        var isWhole = true
        while end > earlier {
            let middle = start + split(end - start)
            if earlier <= middle {
                path.append(try root(of: middle..<end, hash: hash))
                end = middle
            } else {
                path.append(try root(of: start..<middle, hash: hash))
                start = middle
                isWhole = false
            }
        }
        if !isWhole { path.append(try root(of: start..<end, hash: hash)) }
        return path.reversed()
    }

    /// The root of the tree over the first `size` leaves.
    public static func root(
        ofFirst size: Int, hash: (_ level: Int, _ index: Int) throws -> SHA256Digest
    ) rethrows -> SHA256Digest {
        size == 0 ? SHA256Digest.of([]) : try root(of: 0..<size, hash: hash)
    }

    /// The largest power of two below a count of two or more.
    private static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }

    /// The root over a range that begins where a subtree of its size would: made of full subtrees.
    private static func root(
        of range: Range<Int>, hash: (_ level: Int, _ index: Int) throws -> SHA256Digest
    ) rethrows -> SHA256Digest {
        let count = range.count
        guard count & (count - 1) != 0 else {
            let level = count.trailingZeroBitCount
            return try hash(level, range.lowerBound >> level)
        }
        let middle = range.lowerBound + split(count)
        return MerkleTree.node(
            try root(of: range.lowerBound..<middle, hash: hash),
            try root(of: middle..<range.upperBound, hash: hash))
    }
}
