public import Hashing

/// The root of a Merkle tree over leaves that arrive one by one (RFC 6962, section 2.1).
///
/// Keeps one digest for each level, so memory grows with the logarithm of the count.
public struct MerkleTree: Sendable {
    /// Roots of the full subtrees so far, the largest first; their sizes are the bits of `count`.
    private var peaks: [SHA256Digest] = []
    /// Leaves so far.
    public private(set) var count = 0

    public init() {}

    /// Goes on from a tree of `count` leaves, whose full subtrees have these roots, the largest first: one for each bit of `count`.
    package init(peaks: [SHA256Digest], count: Int) {
        precondition(peaks.count == count.nonzeroBitCount, "a tree has a peak for each bit of its count")
        self.peaks = peaks
        self.count = count
    }

    /// SHA-256(0x00 ‖ content): the digest of a leaf.
    public static func leaf(_ content: [UInt8]) -> SHA256Digest { leaf(content[...]) }

    /// SHA-256(0x00 ‖ content), without a copy of the content.
    public static func leaf(_ content: ArraySlice<UInt8>) -> SHA256Digest {
        SHA256Digest.of([0x00], content)
    }

    /// Appends a leaf digest.
    public mutating func append(_ leaf: SHA256Digest) {
        var peak = leaf
        var size = count
        while size & 1 == 1, let left = peaks.popLast() {
            peak = Self.node(left, peak)
            size >>= 1
        }
        peaks.append(peak)
        count += 1
    }

    /// The root over all leaves so far; that of no leaves is the digest of nothing.
    public var root: SHA256Digest {
        guard var root = peaks.last else { return SHA256Digest.of([]) }
        for left in peaks.dropLast().reversed() { root = Self.node(left, root) }
        return root
    }

    package static func node(_ left: SHA256Digest, _ right: SHA256Digest) -> SHA256Digest {
        SHA256Digest.of([0x01], left.bytes, right.bytes)
    }
}
