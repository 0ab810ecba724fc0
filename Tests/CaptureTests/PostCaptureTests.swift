import Bytes
import Capture
import Evidence
import Foundation
import Messages
import Posts
import Synchronization
import TestSupport
import Testing
import Wire

/// Pages of posts in the shapes of the platforms, under the hosts' real names: what is read, and what the outcome is.
struct PostCaptureTests {
    private static let folder = Package.root + "/Tests/Fixtures/posts/"

    /// What a server has: the body and what stands beside it in `source.json`.
    private struct Answer {
        let url: String
        let status: Int
        let mediaType: String
        let body: [UInt8]

        init(_ name: String, url: String? = nil) throws {
            let path = PostCaptureTests.folder + name
            let source = try JSONReader.parse(
                [UInt8](Data(contentsOf: URL(fileURLWithPath: path + "/source.json"))))
            self.url = try url ?? #require(source["url"]?.string)
            status = Int(source["status"]?.integer ?? 200)
            mediaType = try #require(source["mime"]?.string)
            let file = path + (mediaType.contains("json") ? "/body.json" : "/body.html")
            body = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        }

        init(url: String, status: Int, mediaType: String, body: [UInt8]) {
            (self.url, self.status, self.mediaType, self.body) = (url, status, mediaType, body)
        }
    }

    /// Captures the first answer's address from a server that has all of them, and nothing else.
    private func capture(_ target: String, _ answers: [Answer]) throws -> (
        outcome: CaptureOutcome, posts: [JSONValue], facts: CaptureFacts
    ) {
        let maker = try CaptureMaker()
        let hosts = Set(([target] + answers.map(\.url)).compactMap { HTTPAddress($0)?.host }).sorted()
        let server = try LoopbackServer.start(tls: maker.authority.context(for: hosts)) { connection in
            while let request = try connection.readRequest() {
                let words = request.head.startWords
                let uri = "https://\(request.head.value("host") ?? "")\(words.count > 1 ? words[1] : "")"
                let answer = answers.first { $0.url == uri }
                let body = answer?.body ?? []
                let head =
                    "HTTP/1.1 \(answer?.status ?? 404) X\r\nContent-Type: \(answer?.mediaType ?? "text/plain")\r\n"
                    + "Content-Length: \(body.count)\r\n\r\n"
                try connection.write(Array(head.utf8) + body)
            }
        }
        defer { server.stop() }
        var request = try maker.request(target, port: server.port)
        request.fixedNames = hosts.compactMap { NameResolver.Fixed("\($0)=127.0.0.1:\(server.port)") }
        let report = try maker.capture(request)
        let unzip = try #require(Tool.named("unzip"))
        let lines = try unzip.run("-p", report.path, "evidence/posts.jsonl").output
        let posts = try lines.split(separator: 0x0A).map { try JSONReader.parse(Array($0)) }
        return (report.facts.outcome, posts, report.facts)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// What an officer has; nil for the address of the body.
        let target: String?
        let outcome: CaptureOutcome.Kind
        var testDescription: String { name }

        init(_ name: String, _ outcome: CaptureOutcome.Kind, target: String? = nil) {
            (self.name, self.outcome, self.target) = (name, outcome, target)
        }
    }

    static let pages = [
        Case("facebook/post", .captured), Case("facebook/unavailable", .gone),
        Case("instagram/page", .captured), Case("instagram/wall", .loginWall),
        Case("threads/page", .captured), Case("tiktok/video", .captured), Case("tiktok/private", .loginWall),
        Case("youtube/watch", .captured), Case("youtube/private", .loginWall),
        Case("reddit/page", .captured), Case("telegram/embed", .captured),
        Case("telegram/not-found", .gone), Case("web/linked-data", .captured),
    ]

    @Test(arguments: pages) func theOutcomeFollowsFromWhatWasRead(_ page: Case) throws {
        let answer = try Answer(page.name)
        let (outcome, posts, _) = try capture(answer.url, [answer])
        #expect(outcome.kind == page.outcome, "\(outcome)")
        guard page.outcome == .captured else { return }
        let expected = try JSONReader.parse(
            [UInt8](Data(contentsOf: URL(fileURLWithPath: Self.folder + page.name + "/expected.json"))))
        #expect(posts.first?["reported"]?.bool == true)
        for name in ["platform", "postId", "url", "author"] {
            guard let value = expected[name] else { continue }
            for member in value.object ?? [JSONMember(name, value)] {
                let found = value.object == nil ? posts.first?[name] : posts.first?[name]?[member.name]
                #expect(found == member.value, "\(name) \(member.name)")
            }
        }
    }

    @Test func aShellOfAPageWithThePostInThePublicInterfaceIsCaptured() throws {
        let interface = try Answer("x/syndication")
        let id = try #require(
            HTTPAddress(interface.url)?.pathAndQuery.split(separator: "=")[1].prefix { $0 != "&" })
        let target = "https://x.com/northgate_w/status/\(id)"
        let shell = Answer(
            url: target, status: 200, mediaType: "text/html", body: Array("<html><body></body></html>".utf8))
        // The program asks with a token; the server of the test has no other way to know the address.
        let plain = try capture(target, [shell])
        #expect(plain.outcome.kind == .loaded)
        #expect(plain.outcome.reason.contains("unknown form of X"))
        let asked =
            plain.facts.notRecorded.compactMap(\.uri) + ["https://cdn.syndication.twimg.com/tweet-result"]
        let beside = try #require(
            asked.first { $0.contains("tweet-result?id=\(id)") && $0.contains("&token=") })
        let whole = try capture(
            target,
            [shell, Answer(url: beside, status: 200, mediaType: "application/json", body: interface.body)])
        #expect(whole.outcome.kind == .captured, "\(whole.outcome)")
        #expect(whole.posts.first?["text"]?.string?.contains("which bus") == true)
        #expect(whole.posts.first?["identifierTime"]?["agrees"]?.bool == true)
    }

    @Test func witnessesAreCompared() throws {
        let status = try Answer("mastodon/status")
        let id = try #require(status.url.split(separator: "/").last)
        let target = "https://toots.example/@northgate/\(id)"
        var changed = String(decoding: status.body, as: UTF8.self)
        changed = changed.replacing("See you at the stop", with: "See you at the station")
        let page = Answer(
            url: target, status: 200, mediaType: "text/html",
            body: Array(
                "<html><body><script id=\"initial-state\" type=\"application/json\">{\"statuses\":{\"\(id)\":\(changed)}}</script></body></html>"
                    .utf8))
        let (outcome, posts, _) = try capture(target, [page, status])
        #expect(outcome.kind == .captured, "\(outcome)")
        let witness = try #require(posts.first?["witnesses"]?[0])
        #expect(witness["differ"]?["text"]?.string?.contains("which bus") == true)
        #expect(witness["agree"]?.array?.contains("createdAt") == true)
    }

    @Test func whatTheAuthorsRepositoryDoesNotProveIsSaid() throws {
        let thread = try Answer("bluesky/thread")
        let document = Answer(
            url: "https://plc.directory/did:plc:northgatewatch0000000001", status: 200,
            mediaType: "application/json",
            body: Array(
                ##"{"id":"did:plc:northgatewatch0000000001","verificationMethod":[{"id":"#atproto","publicKeyMultibase":"zQ3shXjHeiBuRCKmM36cuYnm7YEMzhGnCmCyW92sRJ9pribSF"}],"service":[{"id":"#atproto_pds","serviceEndpoint":"https://pds.example"}]}"##
                    .utf8))
        let post = try #require(PostAddress(thread.url)?.id)
        let proof = Answer(
            url:
                "https://pds.example/xrpc/com.atproto.sync.getRecord?did=did:plc:northgatewatch0000000001&collection=app.bsky.feed.post&rkey=\(post)",
            status: 200, mediaType: "application/vnd.ipld.car", body: Array("no blocks".utf8))
        let (outcome, posts, _) = try capture(thread.url, [thread, document, proof])
        #expect(outcome.kind == .captured, "\(outcome)")
        #expect(posts.first?["authorProof"]?["state"]?.string == "not proven")
        #expect(
            posts.first?["authorProof"]?["words"]?.string?.contains("blocks are not what they are called")
                == true)
        #expect(posts.first?["authorProof"]?["records"]?.array?.count == 2)
    }

    @Test func aProfileIsSaidToBeOne() throws {
        let page = Answer(
            url: "https://x.com/northgate_w", status: 200, mediaType: "text/html",
            body: Array("<p>x</p>".utf8))
        let (outcome, _, _) = try capture(page.url, [page])
        #expect(outcome.kind == .loaded)
        #expect(outcome.reason.contains("a profile of X"))
    }

    @Test func thePictureOfThePostIsFetchedAndNamed() throws {
        let page = try Answer("telegram/embed", url: "https://t.me/northgatewatch/77")
        let picture = Answer(
            url: "https://cdn4.telesco.pe/file/northgate.jpg", status: 200, mediaType: "image/jpeg",
            body: [0xFF, 0xD8, 0xFF, 0xD9])
        let (outcome, posts, facts) = try capture(page.url, [page, picture])
        #expect(outcome.kind == .captured, "\(outcome)")
        let medium = posts.first?["media"]?[0]
        #expect(medium?["record"]?.string?.hasPrefix("urn:uuid:") == true)
        #expect(medium?["digest"]?.string?.hasPrefix("sha256:") == true)
        #expect(!facts.notRecorded.contains { $0.uri == picture.url })
    }
}

extension JSONValue {
    fileprivate subscript(_ place: Int) -> JSONValue? {
        array.flatMap { $0.indices.contains(place) ? $0[place] : nil }
    }
}
