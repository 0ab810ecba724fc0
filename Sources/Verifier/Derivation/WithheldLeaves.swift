import Evidence
import Hashing

/// The withheld lines of one file of lines, against those that the derivation lists; goes with the lines, in their order.
struct WithheldLeaves {
    private let isDerived: Bool
    private var listed: ArraySlice<WithheldLines>
    private let log: FindingLog

    /// Without a derivation no line is a withheld one.
    init(_ tree: WithheldLines.Tree, _ derivation: Derivation?, _ log: FindingLog) {
        isDerived = derivation != nil
        listed = derivation?.withheld.filter { $0.tree == tree }[...] ?? []
        self.log = log
    }

    /// The leaf that stands in the place of a line; nil when the line is there itself, or is no line of the format.
    mutating func leaf(_ line: ArraySlice<UInt8>, number: Int, at place: String) -> SHA256Digest? {
        guard isDerived else { return nil }
        while let first = listed.first, first.lines.upperBound < number { listed.removeFirst() }
        let isListed = listed.first?.lines.contains(number) ?? false
        guard let leaf = try? WithheldLine.parse(line) else {
            if isListed { differs(place, "the derivation says that this line is withheld, and it is not") }
            return nil
        }
        if !isListed { differs(place, "this line is withheld, and the derivation does not say so") }
        return leaf
    }

    private func differs(_ place: String, _ text: String) {
        log.fail("derivation.withheld-differs", .altered, .completeness, at: place, text)
    }
}
