import Posts
import Testing

/// Public shapes of posts' addresses, and what each is of.
struct PostAddressTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let address: String
        let platform: Platform
        let id: String
        let canonical: String?
        var testDescription: String { address }

        init(_ address: String, _ platform: Platform, _ id: String, _ canonical: String? = nil) {
            self.address = address
            self.platform = platform
            self.id = id
            self.canonical = canonical
        }
    }

    static let shapes: [Shape] = {
        let x = "https://x.com/jack/status/20"
        let clip = "https://www.youtube.com/watch?v=cJ9to6EmElQ"
        let picture = "https://www.instagram.com/p/CEWsh68Kc5C/"
        let thread = "https://www.threads.com/@zuck/post/DPCXlwWEtwE"
        let note = "https://mastodon.social/@halcy/110447003454258227"
        let sky = "https://bsky.app/profile/author.test/post/3l4jcx2gwdk2p"
        let video = "https://www.tiktok.com/@illojuan/video/7571863205253778710"
        let forum = "https://www.reddit.com/r/redditdev/comments/2gmzqe/"
        return [
            Shape("https://twitter.com/jack/status/20?s=20&t=abc", .x, "20", x),
            Shape("https://mobile.twitter.com/jack/statuses/20", .x, "20", x),
            Shape("http://www.x.com/jack/status/20/photo/1", .x, "20", x),
            Shape("https://x.com/jack/status/20/video/1#top", .x, "20", x),
            Shape("https://x.com/i/web/status/20", .x, "20", "https://x.com/i/web/status/20"),
            Shape(
                "https://platform.twitter.com/embed/Tweet.html?id=20", .x, "20",
                "https://x.com/i/web/status/20"),
            Shape(
                "https://publish.twitter.com/oembed?url=https%3A%2F%2Ftwitter.com%2Fjack%2Fstatus%2F20", .x,
                "20", x),
            Shape("https://youtu.be/cJ9to6EmElQ?si=abc&t=3", .youtube, "cJ9to6EmElQ", clip),
            Shape("https://m.youtube.com/watch?app=desktop&v=cJ9to6EmElQ", .youtube, "cJ9to6EmElQ", clip),
            Shape("https://www.youtube.com/shorts/cJ9to6EmElQ", .youtube, "cJ9to6EmElQ", clip),
            Shape("https://www.youtube-nocookie.com/embed/cJ9to6EmElQ", .youtube, "cJ9to6EmElQ", clip),
            Shape("https://www.youtube.com/live/cJ9to6EmElQ?feature=share", .youtube, "cJ9to6EmElQ", clip),
            Shape(
                "https://www.youtube.com/watch?v=cJ9to6EmElQ&lc=UgwSOM", .youtube, "UgwSOM",
                clip + "&lc=UgwSOM"),
            Shape(
                "https://www.instagram.com/p/CEWsh68Kc5C/?igsh=abc", .instagram, "2384288897814875714",
                picture),
            Shape(
                "https://instagram.com/someone/reel/CEWsh68Kc5C", .instagram, "2384288897814875714", picture),
            Shape(
                "https://www.instagram.com/p/CEWsh68Kc5C/embed/captioned/", .instagram, "2384288897814875714",
                picture),
            Shape(
                "https://www.threads.net/@zuck/post/DPCXlwWEtwE?xmt=1", .threads, "3729647191016528900",
                thread),
            Shape(
                "https://www.threads.net/t/DPCXlwWEtwE", .threads, "3729647191016528900",
                "https://www.threads.com/t/DPCXlwWEtwE"),
            Shape(
                "https://www.tiktok.com/@illojuan/video/7571863205253778710?is_from_webapp=1", .tiktok,
                "7571863205253778710", video),
            Shape("https://m.tiktok.com/v/7571863205253778710.html", .tiktok, "7571863205253778710"),
            Shape("https://www.tiktok.com/embed/v2/7571863205253778710", .tiktok, "7571863205253778710"),
            Shape(
                "https://old.reddit.com/r/redditdev/comments/2gmzqe/praw_https/", .reddit, "2gmzqe",
                forum + "praw_https/"),
            Shape("https://www.reddit.com/r/redditdev/comments/2gmzqe.json", .reddit, "2gmzqe", forum),
            Shape(
                "tg://resolve?domain=chollometro&post=28542", .telegram, "28542",
                "https://t.me/chollometro/28542"),
            Shape("https://redd.it/2gmzqe", .reddit, "2gmzqe", "https://www.reddit.com/comments/2gmzqe/"),
            Shape(
                "https://www.reddit.com/r/redditdev/comments/2gmzqe/praw/cklfmye/?context=3", .reddit,
                "cklfmye", forum + "comment/cklfmye/"),
            Shape("https://mastodon.social/@halcy/110447003454258227", .mastodon, "110447003454258227", note),
            Shape(
                "https://mastodon.social/users/halcy/statuses/110447003454258227", .mastodon,
                "110447003454258227", note),
            Shape(
                "https://mastodon.social/web/@halcy/110447003454258227", .mastodon, "110447003454258227", note
            ),
            Shape(
                "https://bsky.app/profile/author.test/post/3l4jcx2gwdk2p?ref_src=embed", .bluesky,
                "3l4jcx2gwdk2p", sky),
            Shape("at://did:plc:abc/app.bsky.feed.post/3l4jcx2gwdk2p", .bluesky, "3l4jcx2gwdk2p"),
            Shape(
                "https://embed.bsky.app/embed/did:plc:abc/app.bsky.feed.post/3l4jcx2gwdk2p", .bluesky,
                "3l4jcx2gwdk2p"),
            Shape("https://t.me/s/oper_goblin/22358", .telegram, "22358", "https://t.me/oper_goblin/22358"),
            Shape(
                "https://t.me/oper_goblin/22358?single&embed=1", .telegram, "22358",
                "https://t.me/oper_goblin/22358"),
            Shape("https://t.me/c/1234567/89", .telegram, "89", "https://t.me/c/1234567/89"),
            Shape(
                "https://m.facebook.com/story.php?story_fbid=456&id=212038&refid=52", .facebook, "456",
                "https://www.facebook.com/story.php?story_fbid=456&id=212038"),
            Shape(
                "https://www.facebook.com/Nintendo/posts/pfbid02abc", .facebook, "pfbid02abc",
                "https://www.facebook.com/Nintendo/posts/pfbid02abc"),
            Shape(
                "https://facebook.com/Nintendo/videos/a-title/286348296528911/", .facebook, "286348296528911",
                "https://www.facebook.com/Nintendo/videos/286348296528911/"),
            Shape(
                "https://www.facebook.com/groups/123/permalink/456/", .facebook, "456",
                "https://www.facebook.com/groups/123/posts/456/"),
            Shape(
                "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2FNintendo%2Fposts%2F77",
                .facebook, "77", "https://www.facebook.com/Nintendo/posts/77"),
            Shape(
                "https://www.facebook.com/watch/?v=99", .facebook, "99",
                "https://www.facebook.com/watch/?v=99"),
        ]
    }()

    @Test(arguments: shapes) func aPostIsTold(_ shape: Shape) throws {
        let read = try #require(PostAddress(shape.address))
        #expect(read.platform == shape.platform)
        #expect(read.id == shape.id)
        if let canonical = shape.canonical { #expect(read.canonical == canonical) }
        #expect(read.original == shape.address)
        // The canonical form is a form of the same post, and its own.
        if let canonical = read.canonical, let again = PostAddress(canonical) {
            #expect(again.id == read.id && again.platform == read.platform)
        }
    }

    @Test func whatIsNoPostIsTold() {
        let others: [(String, PostAddress.Kind)] = [
            ("https://x.com/jack", .profile), ("https://twitter.com/search?q=x", .search),
            ("https://t.co/abc", .shortLink),
            ("https://www.facebook.com/groups/123", .group), ("https://fb.watch/abc/", .shortLink),
            ("https://www.facebook.com/share/p/abc/", .shortLink),
            ("https://www.facebook.com/Nintendo", .profile),
            ("https://www.instagram.com/jlo/", .profile),
            ("https://www.instagram.com/stories/jlo/123/", .story),
            ("https://vm.tiktok.com/ZM/", .shortLink), ("https://www.tiktok.com/@illojuan", .profile),
            ("https://www.youtube.com/@arte", .profile),
            ("https://www.youtube.com/results?search_query=x", .search),
            ("https://www.reddit.com/r/redditdev/", .group), ("https://www.reddit.com/r/x/s/abc", .shortLink),
            ("https://bsky.app/profile/author.test", .profile), ("https://t.me/oper_goblin", .profile),
            ("https://mastodon.social/@halcy", .profile), ("https://example.org/", .other),
        ]
        for (address, kind) in others { #expect(PostAddress(address)?.kind == kind, "\(address)") }
        for text in ["", "hello", "ftp://x.com/jack/status/20", "https://"] {
            #expect(PostAddress(text) == nil)
        }
    }

    @Test func timeHiddenInIdentifiersIsDecoded() {
        #expect(
            IdentifierTime.time(of: "2384288897814875714", on: .instagram)?.hasPrefix("2020-08-26T13:43:27")
                == true)
        #expect(IdentifierTime.time(of: "3l4jcx2gwdk2p", on: .bluesky) == "2024-09-19T15:03:35.119152Z")
        #expect(
            IdentifierTime.time(of: "1848831595014459513", on: .x)?.hasPrefix("2024-10-22T20:59:36") == true)
        #expect(IdentifierTime.time(of: "20", on: .x) == nil)
        #expect(IdentifierTime.time(of: "7571863205253778710", on: .tiktok) == "2025-11-12T15:36:23Z")
        #expect(
            IdentifierTime.time(of: "110447003454258227", on: .mastodon)?.hasPrefix("2023-05-28T15:25:28")
                == true)
        #expect(IdentifierTime.time(of: "456", on: .facebook) == nil)
    }
}
