import Browser
import Bytes
import TestSupport
import Testing

@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct ConsentTests {
    /// A page whose buttons tell the server that they were pressed.
    static func page(_ dialogue: String, style: String = "position:fixed;bottom:0") -> PageServer.Answer {
        .page(
            """
            <!DOCTYPE html><title>Post</title><p>A post</p><div id="banner" style="\(style)">\(dialogue)</div>
            <script>
            for (const button of document.querySelectorAll('button, a'))
              button.addEventListener('click', () => { fetch('/' + button.id); document.getElementById('banner').remove(); });
            </script>
            """)
    }

    @Test(arguments: [
        ("We use cookies.", "Accept all", "Reject all"),
        ("Wir verwenden Cookies und ähnliche Techniken.", "Alle akzeptieren", "Optionale Cookies ablehnen"),
        ("Nous utilisons des cookies", "Tout accepter", "Continuer sans accepter →"),
        ("このサイトはクッキーを使用します", "同意する", "すべて拒否"),
        ("Your privacy matters.", "OK", "Only necessary cookies"),
    ])
    func refusesConsent(words: String, accept: String, refuse: String) async throws {
        let page = Self.page(
            "<p>\(words)</p><button id=accepted>\(accept)</button><button id=refused>\(refuse)</button>")
        try await Pages.with(["/post": page]) { pages in
            let (result, output) = pages.visit("/post")
            #expect(pages.asked.contains("/refused"))
            #expect(!pages.asked.contains("/accepted"))
            let action = try #require(output.actions("refuse-consent").first)
            #expect(action["text"]?.string == refuse)
            #expect(action["effect"]?.string == "the dialogue closed")
            #expect(output.text(.viewDOM).contains("banner"))
            #expect(result.missingArtifacts == [])
        }
    }

    @Test func leavesADialogueThatOffersNoRefusal() async throws {
        let page = Self.page(
            "<p>We use cookies.</p><button id=accepted>Accept</button><button id=more>Settings</button>")
        try await Pages.with(["/post": page]) { pages in
            let (_, output) = pages.visit("/post")
            #expect(pages.asked == ["/post"])
            #expect(output.text(.dom).contains("id=\"accepted\""))
        }
    }

    @Test func pressesNoButtonThatRefusesSomethingElse() async throws {
        let page = Self.page(
            "<p>Jo wants to be your friend</p><button id=refused>Decline</button><button id=accepted>Accept</button>"
        )
        try await Pages.with(["/post": page]) { pages in
            _ = pages.visit("/post")
            #expect(pages.asked == ["/post"])
        }
    }

    @Test func refusesInAFrameOfAnotherSite() async throws {
        let post: PageServer.Answer = .page(
            "<p>Post</p><iframe src='http://consent.test/consent' style='position:fixed;bottom:0'></iframe>")
        let frame = Self.page(
            "<p>We use cookies</p><button id=accepted>Accept</button><button id=refused>Reject</button>")
        try await Pages.with(["/post": post, "/consent": frame]) { pages in
            let (_, output) = pages.visit("/post")
            #expect(pages.asked.contains("/refused"))
            #expect(!pages.asked.contains("/accepted"))
            #expect(output.actions("refuse-consent").count == 1)
        }
    }
}
