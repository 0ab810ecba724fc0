public import Bytes
import Evidence
import Reading

/// What a court asks when it does not presume that a computer worked: what ran, how it was tested, and what went wrong.
public struct ReliabilityCertificate {
    private let bundle: ReportedBundle
    private let made: Timestamp
    private let clock: WallClock
    private let texts = DatedTexts.knownIssues
    private static let mostItems = 100
    private static let unknown =
        "not recorded: the bundle is of a version, or made in a way, that did not note it"

    public init(_ bundle: ReportedBundle, made: Timestamp, clock: WallClock) {
        self.bundle = bundle
        self.made = made
        self.clock = clock
    }

    private var summary: BundleSummary { bundle.summary }
    private var facts: CaptureFacts { summary.facts }
    private var noted: JSONValue { facts.reliability ?? .null }

    public var html: String {
        var page = ReportPage("Reliability certificate", title: bundle.fileName, made: made)
        page.body.warning(of: bundle)
        page.body.paragraph(
            "What the program noted of itself while it captured \(facts.target), signed with the bundle \(summary.statement.bundle.urn). It is the program’s own account; whether the file is as it was sealed, the verification report says."
        )
        page.body.heading(2, "The program")
        page.body.facts([
            ("Program", "exhibit \(facts.software.exhibit)"),
            ("Digest of the running program", noted["program"]?.string ?? Self.unknown),
            ("Digest of its configuration", noted["configuration"]?.string ?? Self.unknown),
            ("Libraries", libraries), ("Browser", facts.software.chromium ?? "none was used"),
            ("System", facts.software.system),
        ])
        selfTest(&page.body)
        clockFacts(&page.body)
        troubles(&page.body)
        issues(&page.body)
        page.body.checks(texts)
        return page.html
    }

    private var libraries: String {
        let others = (noted["libraries"]?.object ?? []).prefix(Self.mostItems).map {
            "\($0.name) \($0.value.string ?? "")"
        }
        return ([facts.software.openssl] + others).joined(separator: "\n")
    }

    private func selfTest(_ body: inout HTMLBody) {
        body.heading(2, "Self-test before the capture")
        guard let tests = noted["selfTest"]?.array, !tests.isEmpty else {
            return body.paragraph(Self.unknown)
        }
        body.table(
            "Known answers, asked of the libraries that this process used", ["Test", "Result"],
            tests.prefix(Self.mostItems).map { test in
                [test["name"]?.string ?? "", test["passed"]?.bool == true ? "passed" : "FAILED"]
            })
    }

    private func clockFacts(_ body: inout HTMLBody) {
        body.heading(2, "The clock")
        let kept =
            switch facts.clockSynchronised {
            case true?: "yes, as the system says"
            case false?: "no"
            case nil: "the system does not say"
            }
        func seconds(_ name: String) -> String {
            guard let microseconds = noted["clock"]?[name]?.integer else { return Self.unknown }
            return "\(microseconds / 1000) ms, as the system estimates it"
        }
        let dates = facts.serverDates
        let ran = facts.monotonicEnded - facts.monotonicBegun
        body.facts([
            ("Begun", clock.words(facts.window.begun)), ("Ended", clock.words(facts.window.ended)),
            ("Kept by a time server", kept), ("Estimated error", seconds("estimatedErrorMicroseconds")),
            ("Greatest error", seconds("maximumErrorMicroseconds")),
            (
                "Servers’ Date fields",
                dates.compared == 0
                    ? "none was compared"
                    : "\(dates.compared) compared: at most \(dates.behindSeconds) s behind and \(dates.aheadSeconds) s ahead of this clock"
            ),
            ("Run time by the steady clock", "\(ran / 1_000_000_000) s"),
        ])
    }

    private func troubles(_ body: inout HTMLBody) {
        body.heading(2, "What went wrong, and what was refused")
        let refused = noted["refusedAddresses"]?.array?.prefix(Self.mostItems).compactMap(\.string)
        body.facts([
            ("Outcome", "\(facts.outcome.words): \(facts.outcome.reason)"),
            ("Connections that failed", noted["failedConnections"]?.integer.map(String.init) ?? Self.unknown),
            (
                "Addresses refused",
                refused.map { $0.isEmpty ? "none" : $0.joined(separator: "\n") } ?? Self.unknown
            ),
            ("Retries", noted["retries"]?.integer.map(String.init) ?? Self.unknown),
            ("Not recorded", "\(facts.notRecorded.count)"),
        ])
        let items =
            (noted["warnings"]?.array ?? []).compactMap(\.string) + facts.reached
            + facts.caveatLines + facts.notRecordedLines
        body.list(items)
        if items.isEmpty { body.paragraph("Nothing is noted.") }
    }

    private func issues(_ body: inout HTMLBody) {
        body.heading(2, "Known issues of version \(facts.software.exhibit)")
        let entry = texts.objects("versions").first { $0["version"]?.string == facts.software.exhibit }
        guard let entry else {
            return body.paragraph(
                "This program’s list, of \(texts.text("dated")), has no entry for that version.")
        }
        body.list((entry["issues"]?.array ?? []).compactMap(\.string))
        body.paragraph("The list is that of \(texts.text("dated")).")
    }
}
