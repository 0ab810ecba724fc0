import Bytes
import Evidence

/// `evidence/capture.json` without what names something withheld (bundle format, section 12.4).
enum ReducedFacts {
    static let withheldTarget = "urn:exhibit:withheld"
    private static let withheld = "withheld"

    /// Nil when the file can stay as it is.
    static func bytes(
        _ facts: CaptureFacts, of file: [UInt8], _ needles: Needles, withoutTitle: Bool
    ) -> CaptureFacts? {
        guard needles.isNamed(in: file) || withoutTitle && facts.title != nil else { return nil }
        func isNamed(_ text: String?) -> Bool { text.map(needles.isNamed(in:)) ?? false }
        func reduced(_ text: String) -> String { isNamed(text) ? withheld : text }
        var facts = facts
        if isNamed(facts.target) { facts.target = withheldTarget }
        if isNamed(facts.final) { facts.final = nil }
        if withoutTitle || isNamed(facts.title) { facts.title = nil }
        facts.outcome = CaptureOutcome(
            facts.outcome.kind, reason: reduced(facts.outcome.reason), status: facts.outcome.status)
        if needles.isNamed(in: facts.browser.serialized()) { facts.browser = .null }
        facts.reached = facts.reached.map(reduced)
        facts.caveats = facts.caveats.map { Caveat(code: $0.code, text: reduced($0.text)) }
        facts.notRecorded = facts.notRecorded.map { entry in
            NotRecorded(
                what: reduced(entry.what), uri: isNamed(entry.uri) ? nil : entry.uri,
                reason: reduced(entry.reason))
        }
        return facts
    }
}
