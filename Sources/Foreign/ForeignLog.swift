import Bytes
import Verifier

/// Findings about one file of another maker; bounded, however hostile the file.
struct ForeignLog {
    private static let mostOfACode = 20
    private(set) var findings: [Finding] = []
    private var counts: [String: Int] = [:]

    mutating func add(_ finding: Finding) {
        counts[finding.code, default: 0] += 1
        if counts[finding.code, default: 0] <= Self.mostOfACode { findings.append(finding) }
    }

    var hasFailure: Bool { findings.contains(where: Self.isFailure) }

    static func isFailure(_ finding: Finding) -> Bool {
        if case .failure = finding.weight { true } else { false }
    }

    func count(_ code: String) -> Int { counts[code] ?? 0 }
}
