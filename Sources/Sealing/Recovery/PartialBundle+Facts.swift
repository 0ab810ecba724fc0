import Bytes
import Evidence

extension PartialBundle {
    /// `evidence/capture.json` of what is recovered: what plan, records and journal tell, and that the rest is not known.
    var facts: CaptureFacts {
        let page = ledger.pages.last
        let window = CaptureWindow(begun: plan.begun, ended: max(plan.begun, latest))
        return CaptureFacts(
            target: plan.target, final: page?.uri, title: nil, engine: plan.engine, outcome: outcome,
            window: window, clockSynchronised: nil, monotonicBegun: 0, monotonicEnded: 0,
            software: SoftwareFacts(
                exhibit: plan.softwareVersion, openssl: Self.unknown, system: Self.unknown, chromium: nil),
            browser: .null, timeLimitSeconds: 0, sizeLimitBytes: 0,
            reached: ["the capturing process ended before it could seal the bundle"],
            caveats: caveats, notRecorded: notRecorded, exchanges: ledger.exchanges,
            connections: ledger.connections, bytes: ledger.bytes)
    }

    private static let unknown = "not known: the capturing process ended before it could write it down"

    /// Never more than partial, since nobody knows what was still to come.
    private var outcome: CaptureOutcome {
        let hasFiles = plan.engine == .pack && records > 3
        if let page = ledger.pages.last {
            return CaptureOutcome(
                .partial, reason: "the capturing process ended early; what it had recorded by then is here",
                status: page.status.flatMap { Int($0) })
        }
        return hasFiles
            ? CaptureOutcome(.partial, reason: "packing ended early; the files that were in by then are here")
            : CaptureOutcome(.failed, reason: "the capturing process ended before the page was recorded")
    }

    private var caveats: [Caveat] {
        var caveats = [
            Caveat(
                code: "recovered",
                text:
                    "the capturing process ended early; clock state, browser settings, limits and titles are not known"
            )
        ]
        if unjournalled > 0 {
            caveats.append(
                Caveat(
                    code: "recovered-unjournalled",
                    text:
                        "\(unjournalled) of \(records) records stand beyond the last signed checkpoint of the journal"
                ))
        }
        if disagreeing > 0 {
            caveats.append(
                Caveat(
                    code: "recovered-journal-disagrees",
                    text: "\(disagreeing) checkpoints of the journal do not agree with the records"))
        }
        return caveats + plannedCaveats
    }

    /// Options that weaken a capture stand in the plan, which was signed before it; a crash does not take them back.
    private var plannedCaveats: [Caveat] {
        let weakening = ["allow-private", "resolve", "upstream-trust", "allow-invalid-certificate"]
        let given = plan.options.object ?? []
        return weakening.compactMap { name in
            guard let value = given.first(where: { $0.name == name })?.value, !value.isNull,
                value.bool != false,
                value.array?.isEmpty != true
            else { return nil }
            return Caveat(
                code: name, text: "the capture was begun with the option --\(name), as its plan says")
        }
    }

    private var notRecorded: [NotRecorded] {
        var entries = [
            NotRecorded(
                what: "rest of the capture", uri: nil,
                reason: "whatever was under way or still to come when the capturing process ended")
        ]
        if dropped > 0 {
            entries.append(
                NotRecorded(
                    what: "unfinished records", uri: nil,
                    reason:
                        "\(dropped) records of the journal were not whole on the disk, or their response was not"
                ))
        }
        return entries
    }
}
