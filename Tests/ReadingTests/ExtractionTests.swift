import Archive
import Bytes
import Evidence
import Foundation
import Hashing
import Reading
import Sealing
import TestSupport
import Testing
import Writing

@Suite struct ExtractionTests {
    private let folder: TemporaryFolder
    private let maker: SmallBundle

    init() throws {
        folder = try TemporaryFolder()
        maker = try SmallBundle()
    }

    /// A bundle with one exchange; gives the rows of `list.tsv` by kind, and what the files hold.
    private func extract(
        head: String, body: [UInt8], _ selection: BundleExtraction.Selection = .all,
        limits: ExtractionLimits = ExtractionLimits()
    ) throws -> [String: (name: String, bytes: [UInt8], row: [String])] {
        let path = folder.file("\(UUID().uuidString).wacz")
        let writer = try maker.begin(at: path)
        var request = EvidenceRecord(
            .request, id: try SecureRandom.uuid(), date: maker.begun, uri: "https://example.org/",
            contentType: "application/http; msgtype=request",
            block: .bytes(head: Array("GET / HTTP/1.1\r\n\r\n".utf8), payload: []))
        var response = EvidenceRecord(
            .response, id: try SecureRandom.uuid(), date: maker.begun, uri: "https://example.org/",
            contentType: "application/http; msgtype=response",
            block: .bytes(head: Array((head + "\r\n\r\n").utf8), payload: body))
        request.concurrentTo = response.id
        response.concurrentTo = request.id
        try writer.append([request, response])
        try writer.seal(
            BundleWriter.Contents(facts: maker.facts(target: "folder:test")), by: maker.officer,
            mode: .imported)
        let output = path + "-out"
        _ = try BundleExtraction.extract(
            try ReadableBundle(path: path), to: output, selection, limits: limits)
        let list = try String(contentsOfFile: output + "/list.tsv", encoding: .utf8)
        var found: [String: (name: String, bytes: [UInt8], row: [String])] = [:]
        for line in list.split(separator: "\n").dropFirst() {
            let row = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: output + "/" + row[0])))
            #expect(row[6] == SHA256Digest.of(bytes).hex && row[5] == "\(bytes.count)")
            found[row[2]] = (row[0], bytes, row)
        }
        return found
    }

    @Test func joinsChunksAndUndoesGzip() throws {
        let text = Array(String(repeating: "Guten Tag. ", count: 400).utf8)
        let gzip = try MemberCompressor().deflated(text)
        let half = gzip.count / 2
        let chunks =
            Array("\(String(half, radix: 16));x=y\r\n".utf8) + gzip[..<half]
            + Array("\r\n\(String(gzip.count - half, radix: 16))\r\n".utf8) + gzip[half...]
            + Array("\r\n0\r\nTrailer: x\r\n\r\n".utf8)
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"
        let files = try extract(head: head, body: chunks)
        #expect(files["body"]?.bytes == text)
        #expect(files["body"]?.name == "000005-response.html")
        #expect(files["body"]?.row[7] == "chunks joined; gzip undone")
        #expect(files["response as recorded"]?.bytes == Array((head + "\r\n\r\n").utf8) + chunks)
    }

    @Test func undoesBrotli() throws {
        let coded: [UInt8] = [
            27, 23, 0, 0, 164, 65, 194, 198, 222, 100, 33, 146, 104, 146, 90, 135, 38, 247, 0, 208, 233, 34,
        ]
        let files = try extract(head: "HTTP/1.1 200 OK\r\nContent-Encoding: br", body: coded)
        #expect(files["body"]?.bytes == Array("a post in another coding".utf8))
        #expect(files["body"]?.row[7] == "br undone")
    }

    @Test func leavesAnUnknownCodingAndSaysSo() throws {
        let files = try extract(head: "HTTP/1.1 200 OK\r\nContent-Encoding: compress", body: [1, 2, 3])
        #expect(files["body"]?.bytes == [1, 2, 3])
        #expect(files["body"]?.row[7] == "left in a coding that is not known")
    }

    @Test func stopsABodyThatUnfoldsWithoutEnd() throws {
        let bomb = try MemberCompressor().deflated([UInt8](repeating: 0, count: 4 << 20))
        let files = try extract(
            head: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip", body: bomb,
            limits: ExtractionLimits(decodedBytes: 100_000))
        #expect(files["body"]?.bytes.count == 100_000)
        #expect(files["body"]?.row[7] == "gzip undone; cut after 100000 bytes")
    }

    @Test(arguments: [
        (
            "Transfer-Encoding: chunked", "zz\r\nhello",
            "chunks joined; the chunks cannot be read on: a chunk has no size"
        ),
        ("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFF\r\nhello", "cannot be read on"),
        ("Content-Encoding: gzip", "no gzip at all", "gzip undone; the coding cannot be read on"),
        ("Content-Encoding: deflate", "\u{1}no deflate", "the coding cannot be read on"),
        ("Content-Encoding: \u{7}x\u{1B}[2J", "hello", "left in a coding that is not known"),
    ])
    func tellsWhereABrokenBodyEnds(field: String, body: String, note: String) throws {
        let files = try extract(
            head: "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\(field)", body: Array(body.utf8))
        let notes = files.values.map { $0.row[7] }.joined()
        #expect(files["response as recorded"]?.bytes.suffix(body.utf8.count).elementsEqual(body.utf8) == true)
        #expect(files["body"] == nil || notes.contains(note), "\(notes)")
    }

    @Test func namesComeFromNumbersAlone() throws {
        let path = folder.file("names.wacz")
        try maker.seal(
            at: path,
            resources: [
                ("urn:x:../../etc/passwd", "text/../../x", [1]),
                ("urn:view:https://a/%0A%09", "image/png", [2]),
            ],
            files: ["evidence/ext-x-..sh": Array("x".utf8)])
        let output = folder.file("names")
        _ = try BundleExtraction.extract(try ReadableBundle(path: path), to: output, .all)
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: output))
        #expect(names.isSuperset(of: ["000004-resource.bin", "000005-view.png", "list.tsv"]))
        #expect(
            names.allSatisfy { name in
                name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
            })
        #expect(!names.contains { $0.contains("..") || $0.hasSuffix("sh") })
        let list = try String(contentsOfFile: output + "/list.tsv", encoding: .utf8)
        #expect(
            list.split(separator: "\n").allSatisfy {
                $0.split(separator: "\t", omittingEmptySubsequences: false).count == 8
            })
    }

    @Test func writesOneRecordAndRefusesOneThatIsNotThere() throws {
        let path = folder.file("one.wacz")
        try maker.seal(at: path, resources: [("urn:text:https://a/", "text/plain", Array("hello".utf8))])
        let bundle = try ReadableBundle(path: path)
        let output = folder.file("one")
        let extraction = try BundleExtraction.extract(bundle, to: output, .record("4"))
        #expect(extraction.files == 1)
        #expect(try folder.read("one/000004-text.txt") == Array("hello".utf8))
        #expect(throws: ReadingError.noSuchRecord("9")) {
            try BundleExtraction.extract(bundle, to: folder.file("none"), .record("9"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
    }

    @Test func stopsAtTheLimitOfAllFiles() throws {
        let path = folder.file("limit.wacz")
        try maker.seal(
            at: path,
            resources: [("urn:text:https://a/", "text/plain", [UInt8](repeating: 65, count: 200_000))])
        let output = folder.file("limit")
        let extraction = try BundleExtraction.extract(
            try ReadableBundle(path: path), to: output, .record("4"),
            limits: ExtractionLimits(totalBytes: 100_000))
        #expect(extraction.isCut)
        let size = try folder.read("limit/000004-text.txt").count
        #expect(size <= 100_000)
    }

    @Test func readsTheSizeOfAnImage() {
        #expect(PNGSize(SmallPNG.grey(width: 3, height: 2))?.width == 3)
        #expect(PNGSize(SmallPNG.grey(width: 3, height: 2))?.height == 2)
        #expect(PNGSize(SmallPNG.grey(width: 3, height: 2).prefix(23)) == nil)
        #expect(PNGSize(Array("GIF89a".utf8) + [UInt8](repeating: 1, count: 30)) == nil)
        var none = SmallPNG.grey(width: 3, height: 2)
        none.replaceSubrange(16..<20, with: [0, 0, 0, 0])
        #expect(PNGSize(none) == nil)
    }
}
