import Archive
import Bytes
import Evidence

/// `capture.json` against statement, plan and records; and the caveats that it tells.
struct CaptureCheck {
    let statement: CaptureStatement
    /// Nil when it was not read: after a quick check, or when it is no plan.
    let plan: CapturePlan?
    /// Nil when the records were not opened.
    let counts: (exchanges: Int, connections: Int, bytes: Int)?
    /// Whether records are withheld, so that there may be fewer than were counted.
    let isPart: Bool
    let log: FindingLog

    /// The facts, when they are of the format.
    func run(_ bundle: OpenBundle<some ByteSource>) throws -> CaptureFacts? {
        guard let bytes = try bundle.read(BundlePath.capture, maximumBytes: BundleLimits.jsonBytes, log)
        else { return nil }
        let facts: CaptureFacts
        do {
            facts = try CaptureFacts.parse(bytes)
        } catch {
            fail("capture.form", "\(error)")
            return nil
        }
        compare(facts)
        if case .recovered(let recovery) = statement.sealing { check(facts, recovery) }
        for caveat in facts.caveats {
            log.add(
                Finding(
                    "capture.caveat", .caveat, .origin, at: SafeText.escaped(caveat.code, limit: 60),
                    SafeText.escaped(caveat.text)))
        }
        return facts
    }

    private func compare(_ facts: CaptureFacts) {
        if facts.window != statement.window {
            fail("capture.window", "the window is not the one that the statement signs")
        }
        if let plan, plan.target != facts.target || plan.engine != facts.engine {
            fail("capture.plan-differs", "target or engine are not those of the plan")
        }
        guard let counts else { return }
        let missing = [
            facts.exchanges - counts.exchanges, facts.connections - counts.connections,
            facts.bytes - counts.bytes,
        ]
        if !missing.allSatisfy({ isPart ? $0 >= 0 : $0 == 0 }) {
            fail(
                "capture.counts",
                "the counts are not those of the records: \(counts.exchanges) exchanges, \(counts.connections) connections, \(counts.bytes) bytes"
            )
        }
    }

    private func check(_ facts: CaptureFacts, _ recovery: SealingMode.Recovery) {
        if facts.outcome.kind != .partial, facts.outcome.kind != .failed {
            fail("capture.outcome", "a recovered bundle is partial or failed, never more")
        }
        log.add(
            Finding(
                "recovered", .caveat, .completeness,
                "the capturing process ended before it had sealed the bundle; what it had written was sealed later, at \(recovery.recoveredAt.text)"
            ))
        if recovery.unjournalled > 0 {
            log.add(
                Finding(
                    "recovered-unjournalled", .caveat, .completeness,
                    "\(recovery.unjournalled) records stand beyond the last signed checkpoint of the journal"
                ))
        }
    }

    private func fail(_ code: String, _ text: String) {
        log.fail(code, .malformed, .completeness, at: BundlePath.capture, text)
    }
}
