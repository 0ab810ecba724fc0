import Hashing

/// A digest of texts whose order does not matter: the sum of their SHA-256 values under a key of this run.
///
/// The index is sorted and the records are not; this compares both in constant memory. The key is random and never
/// leaves the process, so nobody can prepare different texts with an equal sum.
struct SetDigest: Equatable {
    private let key: [UInt8]
    private var sum: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    private(set) var count = 0

    init(key: [UInt8]) { self.key = key }

    mutating func add(_ text: ArraySlice<UInt8>) {
        let value = SHA256Digest.of(key, text).words
        var carry = false
        (sum.3, carry) = sum.3.addingReportingOverflow(value.3)
        let middle = sum.2.addingReportingOverflow(value.2 &+ (carry ? 1 : 0))
        sum.2 = middle.partialValue
        let upper = sum.1.addingReportingOverflow(value.1 &+ (middle.overflow ? 1 : 0))
        sum.1 = upper.partialValue
        sum.0 = sum.0 &+ value.0 &+ (upper.overflow ? 1 : 0)
        count += 1
    }

    static func == (one: SetDigest, other: SetDigest) -> Bool {
        one.sum == other.sum && one.count == other.count
    }
}
