import Bytes
import Foundation
import Intake
import Media
import Posts
import TestSupport

/// Whatever a platform, a person or a spreadsheet wrote: it is read to a value that can be written and read again, and never
/// more is made of an address than it says.
enum PostProperty {
    /// The first byte chooses the address that the body is of.
    static func posts(_ input: [UInt8]) -> String? {
        guard let first = input.first else { return nil }
        let address = bodyAddresses[Int(first) % bodyAddresses.count]
        var collection = PostCollection()
        let body = PostBody(address: address, mediaType: nil, bytes: Array(input.dropFirst()))
        collection.read(body, record: "urn:one")
        collection.read(body, record: "urn:two")
        return collection.posts.lazy.compactMap { problem(with: $0.json) }.first
    }

    private static func problem(with post: JSONValue) -> String? {
        let text = post.serialized()
        let limits = JSONLimits(maximumBytes: 256 << 20, maximumDepth: 512, maximumValues: 8 << 20)
        guard let again = try? JSONReader.parse(text, limits: limits) else {
            return "a post cannot be read again"
        }
        return again == post ? nil : "a post is another one when it is read again"
    }

    /// A canonical address is of the same post.
    static func address(_ input: [UInt8]) -> String? {
        let text = String(decoding: input.prefix(4096), as: UTF8.self)
        _ = ReportedAddress(text)
        guard let address = PostAddress(text), let canonical = address.canonical,
            let again = PostAddress(canonical)
        else { return nil }
        guard address.kind == .post, address.platform != .web,
            text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }),
            address.id?.utf8.allSatisfy({ isPlain($0) }) == true,
            address.handle?.utf8.allSatisfy({ isPlain($0) }) != false
        else { return nil }
        return again.id == address.id ? nil : "the canonical address \(canonical) is of another post"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
            || byte == UInt8(ascii: "_")
    }

    /// The first byte chooses the name, the second the size of the pieces in which the file comes.
    static func export(_ input: [UInt8]) -> String? {
        guard input.count > 2, var file = ExportFile(name: exportNames[Int(input[0]) % exportNames.count])
        else { return nil }
        var context = ExportFile.Context()
        var found: String?
        let bytes = Array(input.dropFirst(2))
        let size = Int(input[1]) + 1
        func take(_ post: Post) { found = found ?? problem(with: post.json(record: nil)) }
        do {
            for start in stride(from: 0, to: bytes.count, by: size) {
                try unsafe bytes[start..<min(start + size, bytes.count)].withUnsafeBytes {
                    try unsafe file.append($0, &context, take)
                }
            }
            _ = try file.finish(&context, take)
        } catch {
            return "\(error)"
        }
        return found
    }

    static func media(_ input: [UInt8]) -> String? {
        guard let facts = MediaFacts.read(input) else { return nil }
        return facts.words.isEmpty ? "there are no words for it" : nil
    }

    /// References stand for one report each.
    static func reports(_ input: [UInt8]) -> String? {
        guard let list = try? ReportImport(input, map: ColumnMap(), today: Timestamp(seconds: 1_795_000_000))
        else {
            return nil
        }
        guard Set(list.reports.map(\.reference)).count == list.reports.count else {
            return "a reference stands for two reports"
        }
        return list.reports.allSatisfy { !$0.reference.isEmpty } ? nil : "a report has no reference"
    }

    // MARK: To begin with

    private static let folder = Package.root + "/Tests/Fixtures/posts/"

    /// Cases of this project, in a fixed order.
    private static let cases: [String] = {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix("/source.json") }.map { String($0.dropLast("/source.json".count)) }
            .sorted()
    }()

    private static let bodyAddresses: [String] = {
        let addresses = cases.compactMap { name -> String? in
            let bytes = FileManager.default.contents(atPath: folder + name + "/source.json").map {
                [UInt8]($0)
            }
            return bytes.flatMap { try? JSONReader.parse($0)["url"]?.string }
        }
        return addresses.isEmpty ? ["https://example.org/"] : addresses
    }()

    static func postSeeds() throws -> [[UInt8]] {
        cases.enumerated().compactMap { place, name in
            let body =
                FileManager.default.contents(atPath: folder + name + "/body.json")
                ?? FileManager.default.contents(atPath: folder + name + "/body.html")
            return body.map { [UInt8(truncatingIfNeeded: place)] + [UInt8]($0) }
        }
    }

    static var addressSeeds: [[UInt8]] {
        (bodyAddresses + [
            "https://x.com/jack/status/20",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fx.com%2Fa%2Fstatus%2F20",
            "tg://resolve?domain=a&post=1", "at://did:plc:abc/app.bsky.feed.post/3l4jcx2gwdk2p",
            "https://fb.watch/abc/",
            "https://www.youtube.com/watch?v=cJ9to6EmElQ&lc=UgwSOM",
        ]).map { Array($0.utf8) }
    }

    private static let exportNames = [
        "data/account.js", "data/tweets.js", "data/direct-messages.js", "your_posts_1.json", "comments.json",
        "inbox/a/message_1.json", "your_posts_1.html", "posts_1.json", "post_comments_1.json", "result.json",
        "_chat.txt",
        "watch-history.json", "comments.csv", "a.har", "a.mhtml", "a.eml",
    ]

    static var exportSeeds: [[UInt8]] {
        let texts = [
            #"window.YTD.account.part0 = [{"account":{"username":"n"}}]"#,
            #"window.YTD.tweets.part0 = [{"tweet":{"id_str":"20","full_text":"a"}}]"#,
            #"w = [{"dmConversation":{"conversationId":"1","messages":[{"messageCreate":{"id":"1","text":"a"}}]}}]"#,
            #"[{"timestamp":1589331678,"data":[{"post":"a"}],"attachments":[{"data":[{"media":{"uri":"a.jpg"}}]}]}]"#,
            #"{"comments_v2":[{"timestamp":1,"data":[{"comment":{"timestamp":1,"comment":"a"}}]}]}"#,
            #"{"thread_path":"a","messages":[{"sender_name":"A","timestamp_ms":1,"content":"na\u00c3\u00afve"}]}"#,
            #"<div class="_a6-g"><div class="_a6-h">t</div><div class="_a6-p">a</div></div>"#,
            #"[{"media":[{"uri":"1.mp4","creation_timestamp":1,"title":"a"}]}]"#,
            #"[{"string_map_data":{"Comment":{"value":"a"},"Time":{"timestamp":1}}}]"#,
            #"{"id":1,"messages":[{"id":1,"type":"message","date_unixtime":"1","text":["a",{"type":"link","text":"b"}]}]}"#,
            "13/05/2020, 2:01 am - A: one\nmore\n[13/05/2020, 02:01:20] B: <attached: a.jpg>\n",
            #"[{"header":"YouTube","title":"Watched a","time":"2023-07-08T10:00:00.123Z","titleUrl":"https://a.b/"}]"#,
            "Comment ID,Comment Text\nU1,\"{\"\"text\"\":\"\"a\"\"}\"\n",
            #"{"log":{"entries":[{"request":{"url":"https://t.me/a/1"},"response":{"content":{"text":"<p>a</p>","mimeType":"text/html"}}}]}}"#,
            "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Location: https://t.me/a/1\nContent-Type: text/html\n\n<p>a</p>\n--b--\n",
            "From: =?utf-8?B?QQ==?= <a@b>\nDate: Sat, 03 Oct 2026 19:22:41 +0100\nContent-Transfer-Encoding: quoted-printable\n\na=E2=80=93\n",
        ]
        return texts.enumerated().map { [UInt8(truncatingIfNeeded: $0), 6] + Array($1.utf8) }
    }

    static var mediaSeeds: [[UInt8]] {
        let tiff: [UInt8] = [
            0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 3, 1, 0x0F, 0, 2, 0, 0, 0, 3, 0x41, 0x42, 0, 0, 0x87, 0x69, 0,
            4, 0, 0, 0, 1, 0,
            0, 0, 8, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8,
        ]
        let segment = Array("Exif\0\0".utf8) + tiff
        return [
            [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(segment.count + 2)] + segment + [0xFF, 0xD9],
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, UInt8(tiff.count)] + Array("eXIf".utf8)
                + tiff + [0, 0, 0, 0],
            Array("RIFF\0\0\0\0WEBPEXIF".utf8) + [UInt8(tiff.count), 0, 0, 0] + tiff,
            Array("\0\0\0\u{10}ftypisom\0\0\0\0\0\0\0\u{8}moov".utf8),
        ]
    }

    static var reportSeeds: [[UInt8]] {
        [
            "reference,received,url,narrative\nA/1,03/10/2026,https://x.com/a/status/20,\"one\ntwo\"\n",
            "ref;link\n1;instagram.com/p/CEWsh68Kc5C\n", #"[{"reference":"1","urls":["https://t.me/a/1"]}]"#,
            "{\"reference\":\"1\"}\n{\"reference\":\"2\"}\n",
        ].map { Array($0.utf8) }
    }
}
