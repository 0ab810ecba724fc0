import Browser
import Bytes
import Evidence
import Foundation
import Hashing
import Reading
import TestSupport
import Testing

/// Reports in a real browser: readable, and nothing from a bundle runs or breaks out.
@Suite(.enabled(if: BrowserGate.hasChromium, "needs Chromium"))
struct ReportBrowserTests {
    /// What is wrong with a page at a width.
    private static func faults(_ html: String, in browser: Chromium, width: Int) throws -> [String] {
        let page = try LocalPage(html, in: browser)
        _ = try page.call(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": JSONValue(width), "height": 800, "deviceScaleFactor": 1,
                "mobile": .bool(width < 500),
            ])
        var faults = [try page.evaluate(PageCheck.script).string ?? "no answer"].filter { !$0.isEmpty }
        if page.dialogs > 0 { faults.append("\(page.dialogs) dialogs") }
        if !page.requests.isEmpty { faults.append("asked for \(page.requests)") }
        return faults
    }

    @Test(arguments: [false, true])
    func everyReportIsReadableAndNothingInItRuns(isHostile: Bool) async throws {
        try await BrowserGate.use {
            let bundles = try ReportBundles()
            let path = try bundles.seal(isHostile ? .hostile : ReportBundles.Contents())
            let browser = try Chromium.launch()
            defer { browser.close() }
            for (name, html) in try bundles.reports(path) {
                for width in [360, 794] {
                    let faults = try Self.faults(html, in: browser, width: width)
                    #expect(faults.isEmpty, "\(name) at \(width): \(faults)")
                }
            }
        }
    }

    /// A check that finds nothing anywhere would prove nothing.
    @Test func theCheckFindsWhatIsWrong() async throws {
        try await BrowserGate.use {
            let browser = try Chromium.launch()
            defer { browser.close() }
            let html = """
                <html><body><h2>late</h2><p style="color:#999">pale</p><img src="https://evil.example/a.png">
                <table><tr><th>x</th></tr></table><script>alert(1)</script>
                <div style="width:2000px">wide</div></body></html>
                """
            let faults = try Self.faults(html, in: browser, width: 360).joined(separator: "\n")
            for fault in [
                "no language", "a script", "scrolls sideways", "heading 2 after 0", "a picture without text",
                "without caption", "without scope", "contrast 2.8", "1 dialogs", "asked for",
            ] { #expect(faults.contains(fault), "\(fault) in \(faults)") }
        }
    }

    @Test(.enabled(if: Tool.named("pdftotext") != nil, "needs poppler-utils"))
    func theVerdictFitsOnOnePageOfATaggedPDF() async throws {
        try await BrowserGate.use {
            let bundles = try ReportBundles()
            let path = try bundles.seal()
            let browser = try Chromium.launch()
            defer { browser.close() }
            let html = try #require(try bundles.reports(path).first { $0.name == "verification" }?.html)
            let pdf = try bundles.folder.write(try LocalPage(html, in: browser).pdf(), to: "report.pdf")
            let facts = try #require(Tool.named("pdfinfo")).run(pdf).text
            #expect(facts.contains("Tagged:          yes"))
            #expect(facts.contains("A4"))
            #expect(facts.contains("Title:           Verification report: post.wacz"))
            let text = try #require(Tool.named("pdftotext"))
            let first = try text.run("-l", "1", "-layout", pdf, "-").text
            for words in [
                "INTACT", "What is proven", "What is not proven", "What was not checked", "no authority",
                "Page 1 of",
            ] {
                #expect(first.contains(words), "\(words)")
            }
            #expect(!first.contains("Dimensions"))
            #expect(try text.run("-f", "2", "-layout", pdf, "-").text.contains("Dimensions"))
        }
    }

    @Test(.enabled(if: Tool.named("zbarimg") != nil, "needs zbar-tools"))
    func theCodeOnTheSheetIsReadAsTheDigest() async throws {
        try await BrowserGate.use {
            let bundles = try ReportBundles()
            let path = try bundles.seal()
            let browser = try Chromium.launch()
            defer { browser.close() }
            let html = try #require(try bundles.reports(path).first { $0.name == "sheet" }?.html)
            let page = try LocalPage(html, in: browser)
            let box = try page.evaluate(
                "(() => { const b = document.querySelector('svg.code').getBoundingClientRect(); return { x: b.x + scrollX, y: b.y + scrollY, width: b.width, height: b.height, scale: 2 } })()"
            )
            let answer = try page.call(
                "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true, "clip": box])
            let image = try #require(answer["data"]?.string.flatMap { Base64.decode($0) })
            let read = try #require(Tool.named("zbarimg")).run(
                "--raw", "-q", try bundles.folder.write(image, to: "code.png"))
            let digest = try bundles.summary(path).digest
            #expect(read.text == digest.text + "\n", "\(read.errors)")
        }
    }
}
