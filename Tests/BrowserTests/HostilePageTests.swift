import Browser
import Bytes
import TestSupport
import Testing
import Threads

@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct HostilePageTests {
    @Test func endsInTimeWithDialoguesWithoutEnd() async throws {
        let page =
            "<!DOCTYPE html><title>Loud</title><p>words</p><script>while (true) { alert('again'); }</script>"
        try await Pages.with(["/post": .page(page)]) { pages in
            let begun = Deadline.now
            let (result, output) = pages.visit("/post") { $0.timeLimit = .seconds(15) }
            #expect(Deadline.now.since(begun) < .seconds(22))
            #expect(output.actions("dialogue").count == 20)
            #expect(result.missingArtifacts == [])
            #expect(result.reachedLimits.contains("a script of the page did not end, and was stopped"))
        }
    }

    @Test func keepsItsBoundsOnAVeryLargePage() async throws {
        let page = """
            <!DOCTYPE html><title>Large</title><body><script>
            document.title = 'x'.repeat(5000000);
            document.body.append('word '.repeat(2000000));
            const wide = document.createElement('div'); wide.style.cssText = 'width:3000000px;height:9000000px'; document.body.append(wide);
            </script>
            """
        try await Pages.with(["/post": .page(page)]) { pages in
            let (result, output) = pages.visit("/post") { $0.timeLimit = .seconds(60) }
            #expect(result.title?.utf16.count == 4096)
            #expect(output.text(.text).utf16.count == 4_000_000)
            #expect(PNGSize(output.artifacts[.fullPage] ?? [])?.height ?? 0 <= 16384)
            #expect(PNGSize(output.artifacts[.fullPage] ?? [])?.width ?? 0 <= 8192)
            #expect(result.reachedLimits.contains { $0.hasPrefix("the document is longer than") })
            #expect(result.missingArtifacts.contains("the document at the end"))
        }
    }

    @Test func recordsDocumentsThatAreNoHTML() async throws {
        let picture =
            #"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><title>Box</title><rect width="90" height="90"/></svg>"#
        try await Pages.with([
            "/text": .content(type: "text/plain", Array("plain words".utf8)),
            "/json": .content(type: "application/json", Array(#"{"text":"words of a post"}"#.utf8)),
            "/svg": .content(type: "image/svg+xml", Array(picture.utf8)),
            "/xml": .content(type: "text/xml", Array("<post><text>words in XML</text></post>".utf8)),
            "/removed": .page("<script>document.documentElement.remove()</script>"),
            "/frames": .page("<frameset cols='50%,50%'><frame src='/text'><frame src='/text'></frameset>"),
            "/nothing": .page(""),
        ]) { pages in
            for (path, words) in [
                ("/text", "plain words"), ("/json", "words of a post"), ("/xml", "words in XML"),
                ("/removed", ""),
                ("/frames", ""), ("/nothing", ""),
            ] {
                let (result, output) = pages.visit(path)
                #expect(result.failure == nil, "\(path)")
                #expect(result.interruption == nil, "\(path)")
                #expect(result.missingArtifacts == [], "\(path)")
                #expect(output.text(.dom).contains(words), "\(path)")
            }
            let (result, output) = pages.visit("/svg")
            #expect(result.missingArtifacts == [])
            #expect(result.title == "Box")
            #expect(output.text(.dom) == picture)
        }
    }

    @Test func servesTwoVisitsAtTheSameTime() async throws {
        let page: PageServer.Answer = .page(
            "<title>One</title><div style='height:4000px'>first words</div>")
        let other: PageServer.Answer = .page(
            "<title>Two</title><div style='height:4000px'>second words</div>")
        try await Pages.with(["/one": page, "/two": other]) { pages in
            let results = Monitor<[String: String]>([:])
            let threads = try ["/one", "/two"].map { path in
                try BlockingThread.start {
                    let (result, output) = pages.visit(path)
                    let state = result.missingArtifacts.isEmpty ? output.text(.text) : "\(result)"
                    results.change { $0[path] = "\(result.title ?? "") \(state)" }
                }
            }
            for thread in threads { thread.join() }
            #expect(results.change { $0 } == ["/one": "One first words", "/two": "Two second words"])
        }
    }
}
