import Bytes
import Glibc
import TestSupport
import Testing
import Threads

@testable import Browser

@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct TroubleTests {
    @Test func recordsAPageThatNeverComesToRest() async throws {
        let page = """
            <!DOCTYPE html><title>Busy</title><p>words</p>
            <script>setInterval(() => fetch('/poll?' + Math.random()), 100)</script>
            """
        try await Pages.with(["/post": .page(page)]) { pages in
            let (result, output) = pages.visit("/post") { $0.timeLimit = .seconds(15) }
            #expect(result.interruption == nil)
            #expect(result.missingArtifacts == [])
            #expect(result.reachedLimits.contains { $0.hasPrefix("the page was still loading after 6 s") })
            #expect(output.text(.text).contains("words"))
        }
    }

    @Test func stopsAScriptThatDoesNotEnd() async throws {
        let page =
            "<!DOCTYPE html><title>Stuck</title><p>before</p><script>while (true) {}</script><p>after</p>"
        try await Pages.with(["/post": .page(page)]) { pages in
            let (result, output) = pages.visit("/post") { $0.timeLimit = .seconds(20) }
            #expect(result.reachedLimits.contains("a script of the page did not end, and was stopped"))
            #expect(output.actions("stop-script").count == 1)
            #expect(output.text(.text).contains("before"))
            #expect(result.interruption == nil)
            #expect(result.missingArtifacts == [])
        }
    }

    @Test func stopsAScriptThatHangsThePageLater() async throws {
        let page = """
            <!DOCTYPE html><title>Trap</title><p>words</p><div style="height:4000px"></div>
            <script>addEventListener('scroll', () => { while (true) {} });</script>
            """
        try await Pages.with(["/post": .page(page)]) { pages in
            let begun = Deadline.now
            let (result, output) = pages.visit("/post") { $0.timeLimit = .seconds(40) }
            #expect(Deadline.now.since(begun) < .seconds(45))
            #expect(result.interruption == nil)
            #expect(result.missingArtifacts == [])
            #expect(result.reachedLimits.contains("a script of the page did not end, and was stopped"))
            #expect(output.text(.text) == "words")
        }
    }

    @Test func comesBackInTimeFromAPageThatIsStuck() async throws {
        let page: PageServer.Answer = .page("<title>P</title><div style='height:3000px'>post</div>")
        try await Pages.with(["/post": page]) { pages in
            let recorder = VisitRecorder()
            let number = pages.browser.processNumber
            recorder.onProgress = {
                if $0 == "scrolling" {
                    for renderer in Processes.renderers(of: number) { kill(renderer, SIGSTOP) }
                }
            }
            let begun = Deadline.now
            let (result, output) = pages.visit("/post", recorder: recorder) { $0.timeLimit = .seconds(20) }
            #expect(Deadline.now.since(begun) < .seconds(28))
            #expect(result.interruption == "the page stopped answering")
            #expect(output.artifacts[.view] != nil)
            #expect(result.missingArtifacts.contains("the picture of the whole page"))
            if pages.browser.isRunning { #expect(pages.visit("/post").0.missingArtifacts == []) }
        }
    }

    @Test func comesBackInTimeFromABrowserThatIsStuck() async throws {
        let page: PageServer.Answer = .page("<title>P</title><div style='height:3000px'>post</div>")
        try await Pages.with(["/post": page]) { pages in
            let recorder = VisitRecorder()
            let number = pages.browser.processNumber
            let profile = pages.browser.process.profile.path
            recorder.onProgress = { if $0 == "scrolling" { kill(number, SIGSTOP) } }
            let (result, output) = pages.visit("/post", recorder: recorder) { $0.timeLimit = .seconds(8) }
            #expect(result.interruption == "the time limit of 8 s was reached")
            #expect(output.artifacts[.viewDOM] != nil)
            #expect(!pages.browser.isRunning)
            #expect(Processes.of(profile: profile, group: number) == [])
        }
    }

    @Test func tellsThatTheBrowserWasKilled() async throws {
        try await Pages.with(["/post": .page("<title>P</title><div style='height:3000px'>post</div>")]) {
            pages in
            let recorder = VisitRecorder()
            let number = pages.browser.processNumber
            recorder.onProgress = { if $0 == "scrolling" { kill(number, SIGKILL) } }
            let (result, output) = pages.visit("/post", recorder: recorder)
            #expect(result.interruption == "Chromium ended unexpectedly")
            #expect(result.mainStatus == 200)
            #expect(output.artifacts[.view] != nil)
            #expect(output.artifacts[.viewDOM] != nil)
            #expect(!pages.browser.isRunning)
            let (next, _) = pages.visit("/post")
            #expect(next.interruption == "Chromium ended unexpectedly")
            pages.browser.close()
            #expect(Processes.of(profile: pages.browser.process.profile.path) == [])
        }
    }

    @Test func tellsThatThePageCrashed() async throws {
        try await Pages.with(["/post": .page("<title>P</title><div style='height:3000px'>post</div>")]) {
            pages in
            let recorder = VisitRecorder()
            let number = pages.browser.processNumber
            recorder.onProgress = { if $0 == "scrolling" { Processes.killRenderers(of: number) } }
            let (result, output) = pages.visit("/post", recorder: recorder)
            #expect(result.interruption == "the process of Chromium that showed the page crashed")
            #expect(output.artifacts[.view] != nil)
            #expect(pages.browser.isRunning)
            let (next, _) = pages.visit("/post")
            #expect(next.missingArtifacts == [])
        }
    }

    @Test func endsAtTheTimeLimitWhenTheServerIsSilent() async throws {
        try await Pages.with(["/post": .silence]) { pages in
            let (result, output) = pages.visit("/post") { $0.timeLimit = .seconds(5) }
            #expect(result.failure == "the server gave no answer within 2 s")
            #expect(result.finalAddress == nil)
            #expect(output.artifacts.isEmpty)
            #expect(result.missingArtifacts.count == 6)
        }
    }

    @Test func namesTheFailureOfAPageThatDoesNotLoad() async throws {
        let download: PageServer.Answer = .content(type: "application/octet-stream", [1, 2, 3])
        try await Pages.with([
            "/nothing": .nothing, "/file": download, "/empty": .status(404, ""),
            "/loop": .redirect(to: "/loop"),
        ]) { pages in
            #expect(
                pages.visit("/nothing").0.failure
                    == "the server closed the connection without an answer (net::ERR_EMPTY_RESPONSE)")
            #expect(pages.visit("/file").0.failure == "the address leads to a download, not to a page")
            #expect(
                pages.visit("/loop").0.failure
                    == "the server led from one address to another without end (net::ERR_TOO_MANY_REDIRECTS)")
            let empty = pages.visit("/empty").0
            #expect(
                empty.failure
                    == "the server answered with an error and no page (net::ERR_HTTP_RESPONSE_CODE_FAILURE)")
            #expect(empty.mainStatus == 404)
            #expect(
                pages.visit("/") { $0.proxyPort = 9 }.0.failure
                    == "the recording proxy cannot be reached (net::ERR_PROXY_CONNECTION_FAILED)")
            #expect(pages.visit("/") { $0.address = "file:///etc/passwd" }.0.failure != nil)
            #expect(pages.asked.count == 3 + 21)
        }
    }

    @Test func recordsAnErrorPageWithItsStatus() async throws {
        try await Pages.with([
            "/old": .redirect(to: "http://post.test/gone"), "/gone": .status(410, "<p>deleted"),
        ]) { pages in
            let (result, output) = pages.visit("/old")
            #expect(result.mainStatus == 410)
            #expect(result.finalAddress == "http://post.test/gone")
            #expect(result.failure == nil)
            #expect(output.text(.text) == "deleted")
        }
    }
}
