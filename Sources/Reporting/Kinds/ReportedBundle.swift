public import Reading
public import Verifier

/// A bundle that a report is made of, and the verdict of a quick check, so that nobody reads a changed one unwarned.
public struct ReportedBundle: Sendable {
    /// The file's own name, without its folder.
    public let fileName: String
    public let summary: BundleSummary
    public let verdict: Verdict

    public init(fileName: String, summary: BundleSummary, verdict: Verdict) {
        self.fileName = fileName
        self.summary = summary
        self.verdict = verdict
    }

    /// Whether what it says may be something else than what was sealed.
    public var isChanged: Bool { verdict.status == .notAsSealed }

    /// The file's name, with a warning where it is changed.
    var label: String { isChanged ? "\(fileName) (NOT AS SEALED: do not rely on it)" : fileName }
}

extension HTMLBody {
    /// The warning that stands before everything else, where one is due.
    mutating func warning(of bundle: ReportedBundle) {
        if bundle.isChanged { box(bundle.verdict) }
    }

    /// A verdict above what the file says, with a warning where that may be something else than what was sealed.
    mutating func box(_ verdict: Verdict) {
        let advice =
            verdict.status == .notAsSealed
            ? " Do not rely on anything below: it is what the file says now, not what was sealed." : ""
        box(VerdictLine.style(verdict), strong: VerdictLine.name(verdict), verdict.headline + advice)
    }
}
