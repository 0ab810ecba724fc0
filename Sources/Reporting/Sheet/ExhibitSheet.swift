public import Bytes
import Evidence
public import Reading
public import Verifier

/// What a person is shown of one bundle: the verdict on it, and what it says of itself.
public struct ExhibitSheet: Sendable {
    /// The file's own name, without its folder.
    public let fileName: String
    public let verdict: Verdict
    public let summary: BundleSummary
    /// When this is shown.
    public let made: Timestamp
    public let clock: WallClock

    public init(
        fileName: String, verdict: Verdict, summary: BundleSummary, made: Timestamp, clock: WallClock
    ) {
        self.fileName = fileName
        self.verdict = verdict
        self.summary = summary
        self.made = made
        self.clock = clock
    }

    var isOfQuickCheck: Bool { verdict.findings.contains { $0.code == "quick" } }

    /// Records in words: `34: 1 warcinfo, 12 request, 12 response, 9 resource`.
    var records: String {
        let total = summary.counts.reduce(0) { $0 + $1.count }
        return "\(total): " + summary.counts.map { "\($0.count) \($0.type.rawValue)" }.joined(separator: ", ")
    }

    func caption(_ screenshot: BundleSummary.Screenshot) -> String {
        let size = screenshot.size.map { "\($0.width) × \($0.height) pixels" } ?? "size not known"
        return "\(size), \(screenshot.moment.words)"
    }
}

extension BundleSummary.Moment {
    var words: String {
        switch self {
        case .untouched: "the window before the program touched the page"
        case .wholePage: "the whole page at the end"
        }
    }
}
