import Bytes
package import Verifier

/// Findings about one file of another maker; bounded, however hostile the file.
package struct ForeignLog {
    private static let mostOfACode = 20
    package private(set) var findings: [Finding] = []
    private var counts: [String: Int] = [:]

    package init() {}

    mutating func add(_ finding: Finding) {
        counts[finding.code, default: 0] += 1
        if counts[finding.code, default: 0] <= Self.mostOfACode { findings.append(finding) }
    }

    /// Takes the one finding that says what the file is, instead of all others, where nothing is wrong with it.
    mutating func conclude(_ finding: Finding?) {
        guard let finding, !hasFailure else { return }
        findings = [finding]
        isConcluded = true
    }

    private(set) var isConcluded = false

    var hasFailure: Bool { findings.contains(where: Self.isFailure) }

    package static func isFailure(_ finding: Finding) -> Bool {
        if case .failure = finding.weight { true } else { false }
    }

    func count(_ code: String) -> Int { counts[code] ?? 0 }
}
