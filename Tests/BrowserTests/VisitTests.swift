import Browser
import Bytes
import TestSupport
import Testing

@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct VisitTests {
    @Test func recordsAPageWhole() async throws {
        let page = """
            <!DOCTYPE html><meta charset=utf-8><title>A post</title><body style="font:18px Arial">
            <h1>Jo Doe</h1><p>Good morning 😀 早上好 おはよう صباح الخير สวัสดี नमस्ते</p>
            <p style="margin-top:3000px">The end \u{1F1EC}\u{1F1E7}</p><script>document.body.dataset.x = "\\ud800";</script>
            """
        try await Pages.with(["/post": .page(page)]) { pages in
            let (result, output) = pages.visit("/post")
            #expect(result.failure == nil)
            #expect(result.interruption == nil)
            #expect(result.missingArtifacts == [])
            #expect(result.reachedLimits == [])
            #expect(result.finalAddress == "http://post.test/post")
            #expect(result.title == "A post")
            #expect(result.mainStatus == 200)
            #expect(output.text(.dom).hasPrefix("<!DOCTYPE html><html>"))
            #expect(output.text(.text).contains("早上好"))
            try output.keep("post", result)
        }
    }
}
