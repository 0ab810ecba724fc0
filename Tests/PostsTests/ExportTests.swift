import Bytes
import Posts
import Testing

/// Exports of platforms, in the shapes that they have; everybody in them is invented.
struct ExportTests {
    /// Reads files of one export in pieces of this many bytes.
    private func read(_ files: [(name: String, text: String)], pieces: Int = 7) throws -> [JSONValue] {
        var context = ExportFile.Context()
        var posts: [JSONValue] = []
        for (name, text) in files {
            var file = try #require(ExportFile(name: name))
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: pieces) {
                try unsafe bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes {
                    try unsafe file.append($0, &context) { posts.append($0.json(record: nil)) }
                }
            }
            #expect(try file.finish(&context) { posts.append($0.json(record: nil)) } == nil)
        }
        return posts
    }

    @Test(arguments: [1, 7, 100_000]) func anArchiveOfX(_ pieces: Int) throws {
        let posts = try read(
            [
                (
                    "data/account.js",
                    #"window.YTD.account.part0 = [{"account":{"username":"northgate_w","accountId":"77","accountDisplayName":"N"}}]"#
                ),
                (
                    "data/tweets.js",
                    #"""
                    window.YTD.tweets.part0 = [ {"tweet":{"id_str":"20","full_text":"a } ] \" & <b>","created_at":"Sat Oct 03 18:22:41 +0000 2026"}},
                    {"tweet":{"id_str":"21","full_text":"two","created_at":"Sat Oct 03 18:22:42 +0000 2026"}} ]
                    """#.replacing("& <b>", with: "&amp; &lt;b&gt;")
                ),
            ], pieces: pieces)
        #expect(posts.map { $0["postId"]?.string } == ["20", "21"])
        #expect(posts[0]["text"]?.string == #"a } ] " & <b>"#)
        #expect(posts[0]["author"]?["handle"]?.string == "northgate_w")
        #expect(posts[1]["sources"]?["text"]?.string == "data/tweets.js#/1/tweet/full_text")
    }

    @Test func messagesOfMetaInTheirOwnSpelling() throws {
        let posts = try read([
            (
                "your_facebook_activity/messages/inbox/x_1/message_1.json",
                #"{"participants":[{"name":"A"}],"messages":[{"sender_name":"A","timestamp_ms":1791051761500,"content":"na\u00c3\u00afve"}],"thread_path":"inbox/x_1"}"#
            )
        ])
        #expect(posts.count == 1)
        #expect(posts[0]["text"]?.string == "naïve")
        #expect(posts[0]["createdAt"]?.string == "2026-10-03T18:22:41.500Z")
    }

    @Test func chatsWithEachOrderOfDates() throws {
        let british = try read([
            (
                "WhatsApp Chat with A.txt",
                "13/10/2026, 2:01 pm - A: one\nand more\n03/10/2026, 12:05 am - A left\n"
            )
        ])
        #expect(british.map { $0["date"]?.string } == ["2026-10-13T14:01", "2026-10-03T00:05"])
        #expect(british[0]["text"]?.string == "one\nand more")
        #expect(british[1]["author"] == nil)
        let american = try read([("_chat.txt", "[10/13/26, 14:01:07] A: one\n")])
        #expect(american[0]["date"]?.string == "2026-10-13T14:01:07")
        // No line tells which number is the day.
        let unclear = try read([("_chat.txt", "[10/11/26, 14:01:07] A: \u{200E}<attached: 1-PHOTO.jpg>\n")])
        #expect(unclear[0]["date"]?.string == "10/11/26, 14:01:07")
        #expect(unclear[0]["media"]?.array?.first?["url"]?.string == "1-PHOTO.jpg")
    }

    @Test func anEmailWithAnEncodedSubjectAndParts() throws {
        let text = """
            From: =?utf-8?Q?N=C3=B6rthgate?= <n@example.org>
            Date: Sat, 03 Oct 2026 19:22:41 +0100
            Subject: =?UTF-8?B?VGhlIGJ1cw==?=
            Message-ID: <1@example.org>
            Content-Type: multipart/mixed; boundary="b1"

            --b1
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            We know =E2=80=93 the bus=
             you take.
            --b1
            Content-Type: image/jpeg
            Content-Disposition: attachment; filename="stop.jpg"
            Content-Transfer-Encoding: base64

            /9j/
            --b1--

            """
        let post = try #require(try read([("threat.eml", text)]).first)
        #expect(post["title"]?.string == "The bus")
        #expect(post["author"]?["name"]?.string == "Nörthgate")
        #expect(post["author"]?["handle"]?.string == "n@example.org")
        #expect(post["createdAt"]?.string == "2026-10-03T18:22:41Z")
        #expect(post["text"]?.string?.hasPrefix("We know – the bus you take.") == true)
        #expect(post["media"]?.array?.first?["name"]?.string == "stop.jpg")
    }

    @Test func answersInAHARFile() throws {
        let har = #"""
            {"log":{"version":"1.2","entries":[{"request":{"url":"https://toots.example/api/v1/statuses/116000000000000001"},"response":{"status":200,"content":{"mimeType":"application/json",
            "text":"{\"id\":\"116000000000000001\",\"content\":\"<p>hi</p>\",\"account\":{\"acct\":\"n\"},\"created_at\":\"2026-10-03T18:22:41.500Z\"}"}}}]}}
            """#
        let post = try #require(try read([("page.har", har)]).first)
        #expect(post["text"]?.string == "hi")
        #expect(post["inside"]?.string == "page.har#/log/entries/0/response/content/text")
    }

    @Test func aPageSavedWhole() throws {
        let text = """
            From: <Saved by a browser>
            Snapshot-Content-Location: https://t.me/northgatewatch/77?embed=1
            Content-Type: multipart/related; boundary="b"

            --b
            Content-Type: text/html
            Content-Location: https://t.me/northgatewatch/77?embed=1
            Content-Transfer-Encoding: quoted-printable

            <div class=3D"tgme_widget_message" data-post=3D"northgatewatch/77"><div class=3D"tgme_widget_message_text">hi</div></div>
            --b--

            """
        let post = try #require(try read([("saved.mhtml", text)]).first)
        #expect(post["postId"]?.string == "77")
        #expect(post["text"]?.string == "hi")
    }

    @Test(arguments: [
        "data/tweets.js", "result.json", "message_1.json", "_chat.txt", "a.har", "a.mhtml", "a.eml",
        "comments.csv", "your_posts_1.html",
    ])
    func brokenFilesGiveWhatTheyHave(_ name: String) throws {
        for text in [
            "", "[", "{\"messages\":[{", "[[[[", "window = [1,{\"tweet\":{}},", "\u{0}", "From: x", "\"",
            "[{\"a\":\"\\",
        ] {
            var context = ExportFile.Context()
            var file = try #require(ExportFile(name: name))
            try unsafe Array(text.utf8).withUnsafeBytes { try unsafe file.append($0, &context) { _ in } }
            _ = try file.finish(&context) { _ in }
        }
    }
}
