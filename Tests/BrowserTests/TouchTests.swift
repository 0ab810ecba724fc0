import Browser
import Bytes
import TestSupport
import Testing

@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct TouchTests {
    @Test func opensWhatSaysThatThereIsMore() async throws {
        let page = """
            <!DOCTYPE html><title>Post</title>
            <p id=text>The beginning <button id=more>See more</button></p>
            <div id=replies><div role=button tabindex=0 id=open>View 2 replies</div></div>
            <details><summary>Content warning: flashing</summary><p>hidden words</p></details>
            <button id=follow>Follow</button><button id=report>Report</button><button id=menu aria-haspopup=menu>More</button>
            <form action="/sent"><button>Show more</button></form>
            <a href="/away" role=button>Show more</a>
            <script>
            for (const button of document.querySelectorAll('button, [role=button]')) button.addEventListener('click', () => {
              if (button.id === 'more') { document.getElementById('text').textContent = 'The beginning and the end'; }
              else if (button.id === 'open') {
                fetch('/replies').then((answer) => answer.text()).then((text) => { document.getElementById('replies').innerHTML = text; });
              } else if (button.id) { fetch('/' + button.id); }
            });
            </script>
            """
        let replies: PageServer.Answer = .page("<p>first reply</p><p>second reply</p>")
        try await Pages.with(["/post": .page(page), "/replies": replies]) { pages in
            let (result, output) = pages.visit("/post")
            #expect(pages.asked == ["/post", "/replies"])
            let text = output.text(.text)
            for words in ["The beginning and the end", "first reply", "second reply", "hidden words"] {
                #expect(text.contains(words))
            }
            #expect(!output.text(.viewDOM).contains("first reply"))
            let opened = output.actions("open-more").compactMap { $0["text"]?.string }
            #expect(opened.sorted() == ["Content warning: flashing", "See more", "View 2 replies"])
            let script = try #require(output.actions("open-more").first?["script"]?.string)
            #expect(script == Digests.text(output.artifacts[.script("open-more")] ?? []))
            #expect(result.missingArtifacts == [])
            #expect(result.reachedLimits == [])
        }
    }

    @Test func fetchesPicturesThatAppearOnScrolling() async throws {
        let page = """
            <!DOCTYPE html><title>Post</title><div style="height:9000px">top</div>
            <img loading=lazy src="/late.svg" width=100 height=100><div id=end style="height:2000px"></div>
            <div id=watched>end</div><script>
            new IntersectionObserver((entries) => { if (entries[0].isIntersecting) fetch('/seen'); }).observe(document.getElementById('watched'));
            </script>
            """
        let picture =
            #"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100"/></svg>"#
        try await Pages.with([
            "/post": .page(page), "/late.svg": .content(type: "image/svg+xml", Array(picture.utf8)),
        ]) { pages in
            let (result, output) = pages.visit("/post")
            #expect(pages.asked.contains("/late.svg"))
            #expect(pages.asked.contains("/seen"))
            #expect(output.actions("scroll").last?["effect"]?.string?.contains(" to 0 of ") == true)
            #expect(result.reachedLimits == [])
        }
    }

    @Test func endsAFeedWithoutEnd() async throws {
        let page = """
            <!DOCTYPE html><title>Feed</title><div id=feed></div><script>
            const feed = document.getElementById('feed');
            const add = () => { for (let n = 0; n < 10; n += 1) { const post = document.createElement('p');
              post.style.height = '200px'; post.textContent = 'a post'; feed.append(post); } };
            add(); add();
            addEventListener('scroll', () => { if (scrollY + innerHeight > document.body.scrollHeight - 1500) add(); });
            </script>
            """
        try await Pages.with(["/feed": .page(page)]) { pages in
            let (result, output) = pages.visit("/feed")
            #expect(result.interruption == nil)
            #expect(result.missingArtifacts == [])
            #expect(result.reachedLimits.contains { $0.hasPrefix("scrolling ended after 100000 pixels") })
            #expect(
                result.reachedLimits.contains {
                    $0.hasPrefix("the picture of the whole page shows the upper 16384 of")
                })
            #expect(PNGSize(output.artifacts[.fullPage] ?? [])?.height == 16384)
        }
    }

    @Test func stopsTouchingWhenTheCallerWantsNoMore() async throws {
        let page: PageServer.Answer = .page("<title>Long</title><div style='height:20000px'>post</div>")
        try await Pages.with(["/post": page]) { pages in
            let recorder = VisitRecorder()
            recorder.stopsAfter = 3
            let (result, output) = pages.visit("/post", recorder: recorder)
            #expect(result.reachedLimits.contains("the test wants no more"))
            #expect(output.actions("scroll").count <= 4)
            #expect(!result.missingArtifacts.contains("the printed page"))
        }
    }

    @Test(arguments: [
        "location.href = '/away'", "history.pushState({}, '', '/away'); document.body.textContent = 'away'",
    ])
    func goesBackWhenAClickLedAway(script: String) async throws {
        let page = """
            <!DOCTYPE html><title>Post</title><p>The post</p><button onclick="\(script)">See more</button>
            <script>addEventListener('popstate', () => document.body.prepend('The post'));</script>
            <div style="height:3000px"></div><button onclick="fetch('/second')">Show more</button>
            """
        try await Pages.with(["/post": .page(page), "/away": .page("<title>Away</title>elsewhere")]) {
            pages in
            let (result, output) = pages.visit("/post")
            #expect(result.finalAddress == "http://post.test/post")
            #expect(
                result.reachedLimits == [
                    "a click led to another page; the program went back and clicked no more"
                ])
            #expect(output.actions("go-back").count == 1)
            #expect(output.text(.text).contains("The post"))
            #expect(!pages.asked.contains("/second"))
        }
    }

    @Test func leavesAPageInPeaceThatGoesElsewhereByItself() async throws {
        let page = """
            <!DOCTYPE html><title>Post</title><div style="height:20000px">The post</div>
            <script>addEventListener('scroll', () => { location.href = '/away'; });</script>
            """
        try await Pages.with(["/post": .page(page), "/away": .page("<title>Away</title>elsewhere")]) {
            pages in
            let (result, output) = pages.visit("/post")
            #expect(
                result.reachedLimits
                    == ["the page went to another address by itself, and was touched no further"])
            #expect(output.actions("left").first?["text"]?.string == "http://post.test/away")
            #expect(output.text(.viewDOM).contains("The post"))
            #expect(result.finalAddress == "http://post.test/away")
            #expect(result.missingArtifacts == [])
        }
    }

    @Test func closesDialoguesAndWindowsOfThePage() async throws {
        let page = """
            <!DOCTYPE html><title>Post</title><p>post</p><p id=said></p><script>
            alert('hello'); const yes = confirm('sure?'); window.open('http://other.test/popup');
            document.getElementById('said').textContent = 'confirmed ' + yes;
            </script>
            """
        try await Pages.with(["/post": .page(page), "/popup": .page("popup")]) { pages in
            let (result, output) = pages.visit("/post")
            #expect(output.text(.text).contains("confirmed false"))
            #expect(output.actions("dialogue").compactMap { $0["text"]?.string } == ["hello", "sure?"])
            #expect(output.actions("window").compactMap { $0["text"]?.string } == ["http://other.test/popup"])
            #expect(pages.asked == ["/post"])
            #expect(result.missingArtifacts == [])
        }
    }

    @Test func isNotFooledByNamesThatHideTheDocument() async throws {
        let page = """
            <!DOCTYPE html><title>Post</title><img name=querySelectorAll><img name=body><form name=documentElement></form>
            <img name=scrollingElement><embed name=title><p>The words</p>
            <div style="position:fixed">cookies <button onclick="fetch('/refused')">Reject all</button></div>
            <script>Document.prototype.querySelectorAll = () => []; JSON.stringify = () => 'no'; window.Promise = null;</script>
            """
        try await Pages.with(["/post": .page(page)]) { pages in
            let (result, output) = pages.visit("/post")
            #expect(output.text(.text).contains("The words"))
            #expect(result.title == "Post")
            #expect(pages.asked == ["/post", "/refused"])
            #expect(result.missingArtifacts == [])
        }
    }

    @Test func touchesNothingWhenToldSo() async throws {
        let page: PageServer.Answer = .page(
            "<title>P</title><button onclick=\"fetch('/more')\">See more</button>")
        try await Pages.with(["/post": page]) { pages in
            let (result, output) = pages.visit("/post") { $0.isTouched = false }
            #expect(output.actions.isEmpty)
            #expect(pages.asked == ["/post"])
            #expect(result.missingArtifacts == [])
        }
    }
}
