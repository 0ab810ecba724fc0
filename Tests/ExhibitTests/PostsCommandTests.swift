import Bytes
import Foundation
import TestSupport
import Testing

/// `exhibit posts` on web archives that were not made by this program.
struct PostsCommandTests {
    private let program: Program

    init() throws { program = try Program() }

    /// A WARC file with the bodies of this project's fixtures.
    private func archive(_ names: [String]) throws -> String {
        var bytes: [UInt8] = []
        for name in names {
            let folder = Package.root + "/Tests/Fixtures/posts/" + name
            let source = try JSONReader.parse(
                [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/source.json"))))
            let mediaType = try #require(source["mime"]?.string)
            let file = folder + (mediaType.contains("json") ? "/body.json" : "/body.html")
            let body = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
            let half = body.count / 2
            let chunks =
                Array("\(String(half, radix: 16))\r\n".utf8) + body[..<half]
                + Array("\r\n\(String(body.count - half, radix: 16))\r\n".utf8) + body[half...]
                + Array("\r\n0\r\n\r\n".utf8)
            let block =
                Array(
                    "HTTP/1.1 200 OK\r\nContent-Type: \(mediaType)\r\nTransfer-Encoding: chunked\r\n\r\n".utf8
                )
                + chunks
            bytes += Array(
                """
                WARC/1.0\r
                WARC-Type: response\r
                WARC-Record-ID: <urn:test:\(name)>\r
                WARC-Date: 2026-10-04T08:00:00Z\r
                WARC-Target-URI: \(source["url"]?.string ?? "")\r
                Content-Type: application/http; msgtype=response\r
                Content-Length: \(block.count)\r
                \r

                """.utf8)
            bytes += block + Array("\r\n\r\n".utf8)
        }
        return try program.home.write(bytes, to: "other.warc")
    }

    @Test func printsPostsWithTheirRecords() throws {
        let file = try archive(["x/syndication", "x/graphql", "telegram/not-found"])
        let outcome = try program.run("posts", file)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("By         Northgate Watcher, @northgate_w"))
        #expect(outcome.text.contains("Read from  urn:test:x/syndication, form "))
        // Both answers hold one post.
        #expect(outcome.text.contains("Also in    urn:test:x/graphql"))
        #expect(outcome.text.contains("Not there  Post not found"))
        #expect(outcome.errors.contains("other.warc: 2 posts"))
    }

    @Test(.enabled(if: JSONSchema.isAvailable, "needs jsonschema, which scripts/peers installs"))
    func theJSONFitsItsSchema() throws {
        let names = try FileManager.default.subpathsOfDirectory(
            atPath: Package.root + "/Tests/Fixtures/posts"
        )
        .filter { $0.hasSuffix("/source.json") }.map { String($0.dropLast("/source.json".count)) }.sorted()
        let outcome = try program.run("posts", "--json", try archive(names))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let posts = try #require(JSONReader.parse(outcome.output).array)
        #expect(posts.count >= 20)
        #expect(try JSONSchema("post").errors(in: posts.map { $0.serialized() }) == "")
        #expect(posts.allSatisfy { $0["file"]?.string == "other.warc" })
    }

    @Test func theTableHasALineForEachPostAndNoFormula() throws {
        let outcome = try program.run("posts", "--csv", try archive(["reddit/listing"]))
        let lines = outcome.text.split(separator: "\r\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("file,platform,post id,"))
        #expect(lines[1].contains("\"We know which bus you take.\nSee you at the stop. 🚌\""))
    }

    @Test func aFileThatBreaksOffGivesWhatItHas() throws {
        let whole = [UInt8](
            try Data(contentsOf: URL(fileURLWithPath: try archive(["x/graphql", "web/linked-data"]))))
        let cut = try program.home.write(Array(whole.dropLast(60)), to: "cut.warc")
        let outcome = try program.run("posts", cut)
        #expect(outcome.status == 65)
        #expect(outcome.text.contains("X post"))
        #expect(outcome.errors.contains("ends in the middle of a record"))
    }
}
