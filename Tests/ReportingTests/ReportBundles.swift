import Bytes
import Evidence
import Foundation
import Hashing
import Reading
import Reporting
import Sealing
import TestSupport
import Verifier

/// Bundles with posts and reports, and every report of them.
struct ReportBundles {
    /// What a page might break out with.
    static let hostile =
        "</h1></p><script>window.broken=1;alert(1)</script>\"'><img src=x onerror=\"window.broken=2\"><svg onload=alert(3)><a href=\"javascript:alert(4)\" style=\"position:fixed;background:url(https://evil.example/x)\">x</a><iframe src=\"data:text/html,<script>alert(5)</script>\"></iframe><style>@import 'https://evil.example/y'; *{display:none}</style><base href=https://evil.example/><meta http-equiv=refresh content=\"0;url=https://evil.example/\">&lt;\u{202E}gnp.\u{2066}\u{7}\u{0}-->]]>{{7*7}}"
        + String(repeating: "W", count: 400)

    let folder: TemporaryFolder
    let maker: SmallBundle
    /// London in November.
    let clock = WallClock(zone: "Europe/London") { _ in 0 }

    init() throws {
        folder = try TemporaryFolder()
        maker = try SmallBundle()
    }

    /// What goes into a bundle.
    struct Contents {
        var text = "I know where you live.\nSee you at the school gate tomorrow."
        var name = "Northgate Watch"
        var handle = "northgate_w"
        var postID = "1880000000000000001"
        var createdAt = "2026-11-20T21:14:09Z"
        var target = "https://x.com/northgate_w/status/1880000000000000001"
        var title = "Northgate Watch on X"
        var flags: [String] = []
        var caveats: [Caveat] = []
        var received = "2026-11-22"
        var image: [UInt8]? = SmallPNG.grey(width: 40, height: 30)
        var hasReliability = true
        var records = 0

        static var hostile: Contents {
            var contents = Contents()
            contents.text = ReportBundles.hostile
            contents.name = ReportBundles.hostile
            contents.handle = ReportBundles.hostile
            contents.target = "https://example.org/" + ReportBundles.hostile
            contents.title = ReportBundles.hostile
            contents.caveats = [Caveat(code: "code", text: ReportBundles.hostile)]
            contents.image = Array("<svg onload=alert(1)>".utf8)
            return contents
        }
    }

    /// Seals a bundle, and gives its path.
    func seal(_ contents: Contents = Contents(), name: String = "post.wacz") throws -> String {
        let path = folder.file(name)
        let writer = try maker.begin(at: path, target: contents.target)
        if let image = contents.image {
            try writer.append([maker.record("urn:view:https://example.org/", "image/png", image)])
        }
        for number in 0..<contents.records {
            try writer.append([
                maker.record("https://example.org/\(number)", "text/plain", Array("record \(number)".utf8))
            ])
        }
        var facts = maker.facts(target: contents.target)
        facts.title = contents.title
        facts.caveats = contents.caveats
        facts.notRecorded = [NotRecorded(what: "websocket", uri: contents.target, reason: contents.title)]
        facts.serverDates = (4, 1, 2)
        (facts.exchanges, facts.connections, facts.bytes) = writer.counts
        if contents.hasReliability { facts.reliability = reliability(contents) }
        let post: JSONValue = [
            "platform": "x", "postId": .string(contents.postID), "url": .string(contents.target),
            "createdAt": .string(contents.createdAt), "text": .string(contents.text),
            "author": [
                "id": "1600000000000000001", "handle": .string(contents.handle),
                "name": .string(contents.name),
            ],
            "identifierTime": ["time": "2025-01-16T20:43:15.123Z", "agrees": false],
            "record": "urn:uuid:00000000-0000-4000-8000-000000000000", "shape": "x-syndication/1",
            "reported": true,
        ]
        let stated: JSONValue = [
            "format": "exhibit-case/1",
            "stated": [
                "reports": [
                    [
                        "reference": .string("R/1"), "received": .string(contents.received),
                        "addresses": [], "role": nil, "flags": .array(contents.flags.map(JSONValue.string)),
                    ]
                ]
            ],
        ]
        let note = OfficerNote(by: "PC 1234 Jo Doe", title: nil, text: contents.title)
        try writer.seal(
            BundleWriter.Contents(
                facts: facts,
                files: [
                    BundlePath.posts: post.serialized() + [0x0A], BundlePath.caseFile: stated.serialized(),
                    BundlePath.authority: Array(
                        #"{"format":"exhibit-authority/1","stated":{"reports":[{"reference":"R/1","necessity":"the post may be deleted"}]}}"#
                            .utf8), BundlePath.note: note.serialized,
                ]), by: maker.officer, mode: .imported)
        return path
    }

    private func reliability(_ contents: Contents) -> JSONValue {
        [
            "program": .string("sha256:" + String(repeating: "1", count: 64)),
            "configuration": .string("sha256:" + String(repeating: "2", count: 64)),
            "libraries": ["zlib": "1.2.13"],
            "selfTest": [["name": "SHA-256 of a short text", "passed": true]],
            "clock": ["estimatedErrorMicroseconds": 900, "maximumErrorMicroseconds": 12000],
            "failedConnections": 1, "refusedAddresses": ["intranet.example at 10.0.0.1"], "retries": 0,
            "warnings": [.string(contents.title)],
        ]
    }

    func summary(_ path: String) throws -> BundleSummary {
        try BundleSummary.read(try ReadableBundle(path: path))
    }

    func bundle(_ path: String) throws -> ReportedBundle {
        ReportedBundle(
            fileName: URL(fileURLWithPath: path).lastPathComponent, summary: try summary(path),
            verdict: try verdict(path, quick: true))
    }

    func verdict(_ path: String, isPinned: Bool = true, quick: Bool = false) throws -> Verdict {
        var anchors = TrustAnchors()
        if isPinned { anchors.certificates = [maker.officer.certificate.digest] }
        return try BundleVerifier.verify(path: path, options: VerifyOptions(anchors: anchors, quick: quick))
    }

    /// Every report of a bundle, by its name.
    func reports(_ path: String) throws -> [(name: String, html: String)] {
        let name = URL(fileURLWithPath: path).lastPathComponent
        let bundle = try bundle(path)
        let summary = bundle.summary
        let made = Timestamp(seconds: maker.begun.seconds + 86_400)
        var witness = StatementDraft.Witness()
        witness.exhibitReference = "SJ/1"
        let item = DisclosureSchedules.Item(bundle, reference: "SJ/1", sensitivity: nil)
        let event = Continuity.Event(
            index: 3, time: made, verb: "copied", signer: "PC 1234 Jo Doe",
            details: [
                ("why", summary.facts.title ?? ""), ("to", "Chambers"), ("digest", summary.digest.text),
            ],
            areDetailsTrue: true)
        let exhibit = Continuity.Exhibit(
            fileName: name, reference: "SJ/1", bundle: summary.statement.bundle.urn, digest: summary.digest,
            events: [event])
        return [
            (
                "verification",
                VerificationReport(
                    fileName: name, verdict: try verdict(path), digest: summary.digest, made: made,
                    clock: clock
                ).html
            ),
            (
                "sheet",
                SheetHTML.page(
                    ExhibitSheet(
                        fileName: name, verdict: try verdict(path, quick: true), summary: summary,
                        made: made, clock: clock))
            ),
            (
                "statement",
                StatementDraft(
                    bundle, witness: witness, made: made, clock: clock
                ).html
            ),
            ("schedule", DisclosureSchedules([item, item], made: made).html(.nonSensitive)),
            ("schedule-sensitive", DisclosureSchedules([item, item], made: made).html(.sensitive)),
            ("continuity", Continuity([exhibit], made: made, clock: clock).html),
            (
                "reliability",
                ReliabilityCertificate(bundle, made: made, clock: clock).html
            ),
            ("timeline", Timeline([bundle, bundle]).html(made: made)),
            (
                "preservation",
                PreservationRequest(
                    id: RandomUUID(randomBytes: [UInt8](repeating: 7, count: 16)), platform: "X", made: made,
                    from: nil, until: nil, bundles: [summary]
                ).html
            ),
        ]
    }
}
