import Bytes
import Evidence
import Foundation
import Hashing
import Reading
import Reporting
import Sealing
import TestSupport
import Testing
import Verifier

@Suite struct SheetTests {
    private static let hostile =
        "</h1><script>alert(1)</script>\"'><img src=x onerror=y>&lt;\u{202E}gnp.\u{7}"
    private let folder: TemporaryFolder
    private let maker: SmallBundle

    init() throws {
        folder = try TemporaryFolder()
        maker = try SmallBundle()
    }

    private func sheet(
        title: String = "A title", target: String = "https://example.org/post/1", image: [UInt8]? = nil,
        isPinned: Bool = true, name: String = "post.wacz"
    ) throws -> ExhibitSheet {
        let path = folder.file("\(UUID().uuidString).wacz")
        let writer = try maker.begin(at: path)
        if let image {
            try writer.append([maker.record("urn:view:https://example.org/", "image/png", image)])
        }
        var facts = maker.facts(target: target)
        facts.title = title
        facts.caveats = [Caveat(code: "code-\(title)", text: title)]
        facts.notRecorded = [NotRecorded(what: title, uri: target, reason: title)]
        facts.reached = [title]
        try writer.seal(BundleWriter.Contents(facts: facts), by: maker.officer, mode: .imported)
        var anchors = TrustAnchors()
        if isPinned { anchors.certificates = [maker.officer.certificate.digest] }
        return ExhibitSheet(
            fileName: name,
            verdict: try BundleVerifier.verify(
                path: path, options: VerifyOptions(anchors: anchors, quick: true)),
            summary: try BundleSummary.read(try ReadableBundle(path: path)), made: maker.begun,
            clock: WallClock(zone: nil) { _ in 3600 })
    }

    @Test func hostileTextsStayText() throws {
        let sheet = try sheet(
            title: Self.hostile, target: "https://example.org/" + Self.hostile, name: Self.hostile)
        let html = SheetHTML.page(sheet)
        #expect(!html.contains("<script"))
        #expect(!html.contains("<img"))
        #expect(!html.contains("\u{202E}"))
        #expect(!html.contains("\u{7}"))
        #expect(html.contains("&lt;/h1&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;"))
        let text = SheetText.report(sheet)
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .format || $0 == "\u{7}" })
    }

    /// Each tag that is opened is closed in its order, so that nothing from outside ended one.
    @Test func tagsAreBalanced() throws {
        let html = SheetHTML.page(try sheet(title: Self.hostile, image: SmallPNG.grey(width: 4, height: 3)))
        var open: [Substring] = []
        for part in html.split(separator: "<").dropFirst(html.hasPrefix("<") ? 0 : 1) {
            let tag = part.prefix { $0 != ">" && $0 != " " }
            switch tag {
            case "!DOCTYPE", "meta", "img", "br": break
            case _ where tag.hasPrefix("/"):
                let last = open.popLast()
                #expect(last == tag.dropFirst(), "\(tag) ends \(last ?? "nothing")")
            default: open.append(tag)
            }
        }
        #expect(open.isEmpty)
    }

    @Test func policyAllowsTheStyleOfThePageAndNothingElse() throws {
        let html = SheetHTML.page(try sheet())
        let start = try #require(html.range(of: "<style>"))
        let end = try #require(html.range(of: "</style>"))
        let digest = Base64.encode(SHA256Digest.of(Array(html[start.upperBound..<end.lowerBound].utf8)).bytes)
        #expect(
            html.contains(
                "content=\"default-src 'none'; img-src data:; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'\""
            ))
        #expect(
            !html.contains("style=\"") && !html.contains("href=") && !html.contains("http-equiv=\"refresh\""))
    }

    @Test func showsTheScreenshotAndItsSize() throws {
        let image = SmallPNG.grey(width: 4, height: 3)
        let sheet = try sheet(image: image)
        let html = SheetHTML.page(sheet)
        #expect(
            html.contains(
                "src=\"data:image/png;base64,\(Base64.encode(image))\" width=\"4\" height=\"3\" alt=\"Screenshot"
            ))
        #expect(html.contains(SHA256Digest.of(image).hex))
        #expect(
            SheetText.report(sheet).contains("4 × 3 pixels, the window before the program touched the page"))
    }

    @Test func whatIsNoImageIsNotShownAsOne() throws {
        let html = SheetHTML.page(try sheet(image: Array("<svg onload=alert(1)>".utf8)))
        #expect(!html.contains("<img") && !html.contains("<svg onload"))
        #expect(html.contains("it is not shown here"))
    }

    @Test func tellsVerdictDigestsAndTimes() throws {
        let sheet = try sheet()
        let html = SheetHTML.page(sheet)
        #expect(html.contains("<strong>INTACT</strong>"))
        #expect(html.contains("certutil -hashfile &quot;post.wacz&quot; SHA256"))
        #expect(html.contains("<pre class=\"mono\">\(sheet.summary.digest.hex)</pre>"))
        #expect(html.contains("--key \(maker.officer.certificate.keyDigest.text)"))
        #expect(
            html.contains(
                "Monday, 23 November 2026, 14:32:05 UTC; on the clock here, Monday, 23 November 2026, 15:32:05 (UTC+01:00)"
            ))
        #expect(SheetText.report(sheet).hasPrefix("INTACT (quick check): "))
        #expect(
            SheetHTML.page(try self.sheet(isPinned: false)).contains("<strong>CANNOT BE VERIFIED</strong>"))
    }
}
