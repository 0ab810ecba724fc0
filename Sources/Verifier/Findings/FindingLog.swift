import Synchronization

/// Findings as they come in, from several threads; bounded, however hostile the file.
package final class FindingLog: Sendable {
    private static let maximumOfACode = 50
    private let state = Mutex<(findings: [Finding], counts: [String: Int])>(([], [:]))

    package init() {}

    package func add(_ finding: Finding) {
        state.withLock { state in
            state.counts[finding.code, default: 0] += 1
            if state.counts[finding.code, default: 0] <= Self.maximumOfACode {
                state.findings.append(finding)
            }
        }
    }

    package func fail(
        _ code: String, _ kind: Finding.Kind, _ dimension: Dimension, at place: String? = nil, _ text: String
    ) {
        add(Finding(code, .failure(kind), dimension, at: place, text))
    }

    /// Whether anything is wrong so far.
    var hasFailure: Bool {
        state.withLock { state in
            state.findings.contains { if case .failure = $0.weight { true } else { false } }
        }
    }

    /// Everything so far; a code with more findings than are kept says how many more there were.
    package var findings: [Finding] {
        state.withLock { state in
            state.findings
                + state.counts.sorted { $0.key < $1.key }.filter { $0.value > Self.maximumOfACode }.compactMap
            { code, count in
                state.findings.first { $0.code == code }.map {
                    Finding(
                        code, $0.weight, $0.dimension, "and \(count - Self.maximumOfACode) more of this kind")
                }
            }
        }
    }
}
