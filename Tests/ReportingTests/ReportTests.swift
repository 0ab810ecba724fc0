import Bytes
import Evidence
import Foundation
import Hashing
import Reading
import Reporting
import Signing
import TestSupport
import Testing
import Verifier

@Suite struct ReportTests {
    private let bundles: ReportBundles

    init() throws { bundles = try ReportBundles() }

    private static let isRewriting = ProcessInfo.processInfo.environment["EXHIBIT_REWRITE_GOLDEN"] == "1"

    /// What the pages are, word for word; `EXHIBIT_REWRITE_GOLDEN=1` writes them anew.
    @Test func readAsTheirGoldenPages() throws {
        let path = try bundles.seal()
        for (name, html) in try bundles.reports(path) {
            let golden = Package.root + "/Tests/Golden/reports/\(name).html"
            let text = Self.normalised(html)
            if Self.isRewriting { try text.write(toFile: golden, atomically: true, encoding: .utf8) }
            #expect(try text == String(contentsOfFile: golden, encoding: .utf8), "\(name)")
        }
    }

    /// What differs from run to run, replaced.
    private static func normalised(_ html: String) -> String {
        html.replacing(/[0-9a-f]{64}/) { _ in String(repeating: "0", count: 64) }
            .replacing(/[0-9a-f]{8}( [0-9a-f]{8}){3}/) { _ in "00000000 00000000 00000000 00000000" }
            .replacing(/[0-9A-F]{4}(-[0-9A-F]{4}){3}/) { _ in "0000-0000-0000-0000" }
            .replacing(/urn:uuid:[0-9a-f-]{36}/) { _ in "urn:uuid:00000000-0000-4000-8000-000000000000" }
            .replacing(/[0-9]+ bytes/) { _ in "0 bytes" }
            .replacing(/sha256-[A-Za-z0-9+\/=]+/) { _ in "sha256-DIGEST" }
            .replacing(/<path [^>]*>/) { _ in "<path>" }
            .replacing(/<style>[^<]*<\/style>/) { _ in "<style></style>" }
    }

    @Test(arguments: ["under-18", "intimate-image"])
    func sensitivePicturesAreInNoReport(flag: String) throws {
        var contents = ReportBundles.Contents()
        contents.flags = [flag]
        let reports = try bundles.reports(try bundles.seal(contents))
        for (name, html) in reports { #expect(!html.contains("data:image"), "\(name)") }
        let sheet = try #require(reports.first { $0.name == "sheet" }?.html)
        #expect(sheet.contains("The screenshot is left out of this page: the report marks it as showing"))
        let schedule = try #require(reports.first { $0.name == "schedule" }?.html)
        #expect(schedule.contains("<h2>Items</h2>\n<p>No item.</p>"))
        #expect(!schedule.contains("the report marks it as showing"))
        let sensitive = try #require(reports.first { $0.name == "schedule-sensitive" }?.html)
        #expect(sensitive.contains("the report marks it as showing"))
        #expect(sensitive.contains("For the prosecutor alone"))
    }

    /// What was posted stands in no page that was asked for without it, and a sentence does.
    @Test func contentsThatAreHiddenAreInNoPage() throws {
        let path = try bundles.seal()
        let bundle = try bundles.bundle(path)
        let summary = bundle.summary.withoutContents("under 18")
        let made = bundles.maker.begun
        let sheet = ExhibitSheet(
            fileName: "post.wacz", verdict: bundle.verdict, summary: summary, made: made,
            clock: bundles.clock)
        let draft = StatementDraft(
            ReportedBundle(fileName: "post.wacz", summary: summary, verdict: bundle.verdict),
            witness: StatementDraft.Witness(), made: made, clock: bundles.clock)
        for html in [SheetHTML.page(sheet), draft.html] {
            #expect(!html.contains("where you live") && !html.contains("called itself"))
            #expect(html.contains("are not shown here: under 18."))
        }
    }

    @Test func noControlOfATerminalIsInATable() {
        let line = CommaSeparated.line(["a\u{1B}[2J\u{9B}31mb\u{7F}", "x\r\ny\rz", "tab\there", "\u{A3}5"])
        #expect(line == "a\u{FFFD}[2J\u{FFFD}31mb\u{FFFD},\"x\ny\u{FFFD}z\",tab\there,\u{A3}5\r\n")
    }

    @Test func theVerdictIsToldInWordsWhateverItIs() throws {
        let path = try bundles.seal()
        func page(_ verdict: Verdict) -> String {
            VerificationReport(
                fileName: "post.wacz", verdict: verdict, digest: nil, made: bundles.maker.begun,
                clock: bundles.clock
            ).html
        }
        #expect(
            page(try bundles.verdict(path, isPinned: false)).contains("<strong>CANNOT BE VERIFIED</strong>"))
        var bytes = try bundles.folder.read("post.wacz")
        bytes[bytes.count / 3] ^= 1
        let changed = try bundles.folder.write(bytes, to: "changed.wacz")
        let broken = page(try bundles.verdict(changed))
        #expect(broken.contains("<strong>NOT AS SEALED</strong>"))
        #expect(broken.contains("<li>Nothing. Do not rely on what the file says"))
        #expect(!broken.contains("Whoever held that key sealed it"))
        #expect(
            !page(try bundles.verdict(changed, isPinned: false)).contains("Nothing in this file has changed"))
        let other = try bundles.folder.write(Array("no bundle".utf8), to: "other.wacz")
        #expect(page(try bundles.verdict(other)).contains("The rules of this program’s own bundles"))
        #expect(page(try bundles.verdict(path, quick: true)).contains("a quick check was made"))
    }

    /// Whatever is made of a changed file says so before anything else.
    @Test func aChangedFileIsReadByNobodyUnwarned() throws {
        let path = try bundles.seal()
        var bytes = try bundles.folder.read("post.wacz")
        let place = try #require(bytes.lastIndex(of: 0x22))
        bytes[place - 400] ^= 1
        let changed = try bundles.folder.write(bytes, to: "changed.wacz")
        let bundle = ReportedBundle(
            fileName: "changed.wacz", summary: try bundles.summary(path),
            verdict: try bundles.verdict(changed, quick: true))
        #expect(bundle.isChanged)
        let made = bundles.maker.begun
        let witness = StatementDraft.Witness()
        for html in [
            StatementDraft(bundle, witness: witness, made: made, clock: bundles.clock).html,
            ReliabilityCertificate(bundle, made: made, clock: bundles.clock).html,
        ] {
            #expect(
                html.contains("<main>\n<div class=\"verdict broken\" role=\"note\"><strong>NOT AS SEALED"))
        }
        let label = "changed.wacz (NOT AS SEALED: do not rely on it)"
        #expect(Timeline([bundle]).commaSeparated.contains(label))
        let item = DisclosureSchedules.Item(bundle, reference: nil, sensitivity: nil)
        #expect(DisclosureSchedules([item], made: made).commaSeparated(.nonSensitive).contains(label))
    }

    @Test func theDeclarationStandsInTheDraftWordForWord() throws {
        let path = try bundles.seal()
        let html = try #require(try bundles.reports(path).first { $0.name == "statement" }?.html)
        #expect(
            html.contains(
                "This statement is true to the best of my knowledge and belief and I make it knowing that, if it is tendered in evidence, I shall be liable to prosecution if I have wilfully stated in it anything which I know to be false or do not believe to be true."
            ))
        for words in [
            "DRAFT", "over 18", "SJ/1", "(observed by the program)", "(typed by the officer)",
            "(stated in the report)", "necessity: the post may be deleted",
            "Check with your force’s guidance",
        ] { #expect(html.contains(words), "\(words)") }
    }

    @Test func schedulesAreNumberedAndSafeInASpreadsheet() throws {
        var contents = ReportBundles.Contents()
        contents.target = "https://example.org/=1+1"
        let source = try bundles.bundle(try bundles.seal(contents, name: "a.wacz"))
        let items = [("=a.wacz", nil), ("b.wacz", "names an informant"), ("c.wacz", nil)].map {
            DisclosureSchedules.Item(
                ReportedBundle(fileName: $0.0, summary: source.summary, verdict: source.verdict),
                reference: nil,
                sensitivity: $0.1)
        }
        let schedules = DisclosureSchedules(items, made: bundles.maker.begun)
        let open = schedules.commaSeparated(.nonSensitive).split(separator: "\r\n")
        #expect(open.count == 3)
        #expect(open[1].hasPrefix("MG6C,1,") && open[1].contains(",'=a.wacz,"))
        #expect(open[2].hasPrefix("MG6C,2,") && open[2].contains(",c.wacz,"))
        // What is sensitive is in a file of its own, and the other tells nothing of it.
        let sensitive = schedules.commaSeparated(.sensitive).split(separator: "\r\n")
        #expect(sensitive.count == 2)
        #expect(sensitive[0].hasPrefix("Schedule,Item,Description,Location,SHA-256,Reason for sensitivity,"))
        #expect(sensitive[1].hasPrefix("MG6D,1,") && sensitive[1].hasSuffix(",names an informant,"))
        #expect(!schedules.html(.nonSensitive).contains("informant"))
        #expect(!open.contains { $0.contains("MG6D") || $0.contains("b.wacz") })
    }

    @Test func aCertificateOfAnOlderBundleSaysWhatWasNotNoted() throws {
        var contents = ReportBundles.Contents()
        contents.hasReliability = false
        let path = try bundles.seal(contents)
        #expect(try bundles.verdict(path).status == .intact)
        let html = try #require(try bundles.reports(path).first { $0.name == "reliability" }?.html)
        #expect(html.contains("<h2>Self-test before the capture</h2>\n<p>not recorded"))
    }

    @Test func knownAnswersAreGiven() {
        let tests = SelfTest.run()
        #expect(tests.count == 6 && tests.allSatisfy(\.passed))
    }

    @Test(.enabled(if: Tool.named("qrencode") != nil, "needs qrencode"))
    func codesHaveTheModulesOfThatProgram() throws {
        let text = "sha256:" + String(repeating: "0123456789abcdef", count: 4)
        let code = try #require(QRCode(text))
        let drawn = try #require(Tool.named("qrencode")).run(
            "-8", "-l", "M", "-m", "0", "-t", "ASCII", "-o", "-", text)
        let rows = drawn.text.split(separator: "\n").map { row in
            stride(from: 0, to: row.count, by: 2).map { Array(row)[$0] == "#" }
        }
        #expect(rows.count == code.width && rows.flatMap(\.self) == code.modules)
        #expect(QRCode(String(repeating: "x", count: 5000)) == nil)
    }
}
