public import Bytes
import Evidence
public import Hashing
public import Verifier

/// The verdict on a file, for a prosecutor: one page with what is proven and what is not, and every finding behind it.
public struct VerificationReport {
    /// The file's own name, without its folder.
    public let fileName: String
    public let verdict: Verdict
    /// Of the whole file; nil for one that cannot be read.
    public let digest: SHA256Digest?
    public let made: Timestamp
    public let clock: WallClock

    public init(fileName: String, verdict: Verdict, digest: SHA256Digest?, made: Timestamp, clock: WallClock)
    {
        self.fileName = fileName
        self.verdict = verdict
        self.digest = digest
        self.made = made
        self.clock = clock
    }

    private static let mostFailures = 3
    private static let mostCaveats = 3
    private static let mostFindings = 500

    public var html: String {
        var page = ReportPage("Verification report", title: fileName, made: made)
        summary(&page.body)
        page.body.newSheet()
        details(&page.body)
        return page.html
    }

    // MARK: The page for the prosecutor

    private func summary(_ body: inout HTMLBody) {
        body.box(VerdictLine.style(verdict), strong: VerdictLine.name(verdict), verdict.headline)
        body.heading(
            2,
            verdict.status == .notAsSealed
                ? "What the file says, which may have been changed" : "What was checked")
        let subject = verdict.subject
        let facts = subject.facts
        body.facts([
            ("Captured", facts?.target),
            ("Outcome", facts.map { "\($0.outcome.words): \($0.outcome.reason)" }),
            ("Signed by", signer),
            (
                "Trusted",
                subject.signer == nil
                    ? nil
                    : subject.anchor.map { "yes: \($0)" }
                        ?? "no: nothing that was given ties this key to a person"
            ),
            (
                "Time, claimed",
                subject.window.map {
                    "\(clock.words($0.begun)), to \($0.ended.text), by the capturing machine"
                }
            ),
            ("Time, compared", facts.map(measured)),
            ("Time, by others", thirdParty),
            ("Withheld", subject.bundle == nil ? nil : withheld),
        ])
        body.heading(2, "What is proven")
        body.list(proven)
        body.heading(2, "What is not proven")
        body.list(notProven)
        body.heading(2, "What was not checked")
        body.list(notChecked)
    }

    private var signer: String? { verdict.subject.signer.map(Self.name) }

    private static func name(of signer: Certificate) -> String {
        [signer.holder, signer.organization].compactMap(\.self).joined(separator: ", ")
            + "; key \(KeyText.short(signer.keyDigest))"
    }

    private func measured(_ facts: CaptureFacts) -> String {
        let kept = facts.clockWords("that machine’s clock")
        let dates = facts.serverDates
        guard dates.compared > 0 else { return kept }
        return
            "\(kept); \(dates.compared) servers’ times were at most \(dates.behindSeconds) s behind and \(dates.aheadSeconds) s ahead of it"
    }

    private var thirdParty: String {
        let times = verdict.subject.times
        guard !times.isEmpty else { return "none" }
        return times.prefix(3).map { time in
            "\(time.time.text), \(time.words), by \(time.authority)\(time.counts ? "" : " (not trusted here)")"
        }.joined(separator: "\n") + (times.count > 3 ? "\nand \(times.count - 3) more" : "")
    }

    private var withheld: String {
        verdict.subject.derivation?.derivation.words ?? "nothing"
    }

    private var proven: [String] {
        let subject = verdict.subject
        switch verdict.status {
        case .notAsSealed:
            return ["Nothing. Do not rely on what the file says; ask for the copy that was sealed."]
                + failures.prefix(Self.mostFailures).map { "Found: \($0.text)" }
        case .cannotBeVerified:
            guard subject.signer != nil, !verdict.findings.contains(where: { $0.weight == .unsupported })
            else { return ["Nothing."] }
            return ["Nothing in the file has changed since it was sealed with the key named above."]
        case .intact:
            var proven = [
                subject.derivation.map {
                    "\($0.derivation.words) were left out; nothing in the rest has changed since it was sealed."
                }
                    ?? "Nothing in the file has changed since it was sealed with the key named above.",
                "Whoever held that key sealed it.",
            ]
            if let derivation = subject.derivation {
                proven.append(
                    "Which parts were left out, and for what reason, is the signed word of \(Self.name(of: derivation.signer))."
                )
            }
            if let time = subject.times.first(where: { $0.counts && $0.subject == .signature }) {
                proven.append("It existed at \(time.time.text): \(time.authority) says so.")
            }
            if let servers = subject.origin?.servers.filter({ $0.anchor != nil }), !servers.isEmpty {
                proven.append(
                    "Whoever holds the keys of \(servers.count) servers’ certificates signed the connections to them."
                )
            }
            if subject.bundle == nil { proven = [verdict.headline] }
            return proven
        }
    }

    private var failures: [Finding] {
        verdict.findings.filter { if case .failure = $0.weight { true } else { false } }
    }

    private var notProven: [String] {
        // The sentence that stands first says what is known; here stands what is not.
        var unanchored =
            verdict.status == .cannotBeVerified
            ? verdict.findings.filter { $0.weight == .unanchored && $0.text != verdict.headline }.map(\.text)
            : []
        if verdict.subject.signer != nil, verdict.subject.anchor == nil {
            unanchored.insert("Whose key signed it: nothing that was given ties it to a person.", at: 0)
        }
        // Those about time are told among the times, and above.
        let caveats = verdict.findings.filter { $0.weight == .caveat && $0.code != "time.claimed-only" }.map {
            $0.text.prefix(1).uppercased() + $0.text.dropFirst() + "."
        }
        var items = unanchored.prefix(2) + StandingLimits.never
        if !verdict.subject.times.contains(where: { $0.counts }) { items.append(StandingLimits.clock) }
        items += caveats.prefix(Self.mostCaveats)
        if caveats.count > Self.mostCaveats {
            items.append("Further caveats in the details: \(caveats.count - Self.mostCaveats).")
        }
        return Array(items)
    }

    private var notChecked: [String] {
        let codes = ["quick", "records.incomplete"]
        var items = verdict.findings.filter { codes.contains($0.code) }.map(\.text)
        if verdict.subject.bundle == nil || verdict.isForeign {
            items.append(
                "The rules of this program’s own bundles: the file is none, or its statement cannot be read.")
        }
        if verdict.subject.origin == nil, verdict.subject.bundle != nil {
            items.append(
                "Which servers’ keys signed the connections: the bundle has none that could be looked at.")
        }
        return items + [
            "The custody log: who had the file since. The continuity report shows it.",
            "Whether posts were read rightly out of the records.",
            "Anything that needs a network: no authority or server was asked.",
        ]
    }

    // MARK: The details

    private func details(_ body: inout HTMLBody) {
        body.heading(2, "Details")
        body.facts([
            ("File", fileName), ("Bundle", verdict.subject.bundle),
            ("Records", verdict.subject.records.map(String.init)), ("Checked", TimeWords.utc(made)),
        ])
        if let digest { body.digest("File, SHA-256", digest) }
        if let statement = verdict.subject.statementDigest { body.digest("Statement, SHA-256", statement) }
        if let signer = verdict.subject.signer { body.digest("Key, SHA-256", signer.keyDigest) }
        body.heading(2, "Dimensions")
        body.table(
            "What was looked at, each by itself", ["Dimension", "Standing"],
            Dimension.allCases.map { [$0.rawValue, standing(of: $0)] })
        body.heading(2, "Findings")
        if verdict.findings.isEmpty {
            body.paragraph("None: every check passed, and there is nothing to add.")
        } else {
            body.table(
                "The codes are stable; exhibit-verify --explain CODE says what one means",
                ["Code", "Weight", "Dimension", "Where", "What was found"],
                verdict.findings.prefix(Self.mostFindings).map { finding in
                    [
                        finding.code, finding.weight.words, finding.dimension.rawValue,
                        finding.place ?? "the file", words(finding),
                    ]
                })
            if verdict.findings.count > Self.mostFindings {
                body.paragraph("and \(verdict.findings.count - Self.mostFindings) more findings.")
            }
        }
        origin(&body)
        check(&body)
    }

    /// A finding's text; that on the signer begins with what is not true of a changed file.
    private func words(_ finding: Finding) -> String {
        finding.weight == .unanchored && verdict.status == .notAsSealed
            ? "whose key signed it, and when, is not shown by what was given" : finding.text
    }

    private func standing(of dimension: Dimension) -> String {
        if dimension == .custody { return "not checked here" }
        let findings = verdict.findings.filter { $0.dimension == dimension }
        if findings.isEmpty {
            return verdict.subject.bundle == nil ? "not checked" : "no finding"
        }
        var words: [String] = []
        for (name, several, isCounted) in Finding.Weight.ranks {
            let count = findings.count { isCounted($0.weight) }
            if count > 0 { words.append("\(count) \(count == 1 ? name : several)") }
        }
        return words.joined(separator: ", ")
    }

    private func origin(_ body: inout HTMLBody) {
        guard let origin = verdict.subject.origin, !origin.servers.isEmpty else { return }
        body.heading(2, "Servers whose keys signed connections")
        body.table(
            "Certificates in the order of their first connection",
            ["Certificate", "For", "Connections", "Leads to"],
            origin.servers.map { server in
                let more = server.nameCount - server.names.count
                return [
                    server.subject,
                    server.names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : ""),
                    String(server.signed), server.anchor ?? "nothing that was given",
                ]
            })
        if let time = origin.notBefore {
            body.paragraph("None of these connections is older than the timestamp of \(time.text).")
        }
    }

    private func check(_ body: inout HTMLBody) {
        body.heading(2, "How to check it again")
        body.paragraph(
            "With exhibit-verify, which needs no network, give it the file and the key from the officer’s printed statement (--key). docs/verify-by-hand.md shows the same with openssl and unzip alone. Where nothing may be installed, \(VerifyPage.name) does it in a browser; compare the page’s own digest first."
        )
        body.digest("\(VerifyPage.name), SHA-256", VerifyPage.digest)
    }
}
