import Capture
import Evidence
import Foundation
import Hashing
import Messages
import Sealing
import TestSupport
import Testing
import Verifier
import Wire

/// The recording proxy, with curl as its client.
@Suite(.enabled(if: Tool.named("curl") != nil, "needs curl"))
struct ProxyTests {
    private let maker: CaptureMaker

    init() throws { maker = try CaptureMaker() }

    /// Runs `use` with the proxy in front of a server at post.test, seals, verifies, and gives the report.
    private func record(
        serve: @escaping @Sendable (ServerConnection, MessageHead, [UInt8]) throws -> Void,
        use: (_ curl: (String...) throws -> Tool.Outcome) throws -> Void
    ) throws -> CaptureReport {
        let server = try LoopbackServer.start(tls: maker.authority.context(for: "post.test")) { connection in
            while let request = try connection.readRequest() {
                try serve(connection, request.head, request.body)
            }
        }
        defer { server.stop() }
        let request = try maker.request("https://post.test/", port: server.port)
        let control = CaptureControl()
        let run = CaptureRun(request, by: maker.officer, clock: .system, control: control) { _ in }
        let report = try run.runProxy(port: 0) { proxy in
            try maker.folder.write(CertificatePEM.encode(proxy.authority.certificate), to: "authority.pem")
            let curl = try #require(Tool.named("curl"))
            try use { (arguments: String...) in
                try curl.run(
                    [
                        "-sS", "-m", "20", "-x", "http://127.0.0.1:\(proxy.port)", "--cacert",
                        maker.folder.file("authority.pem"),
                    ]
                        + arguments, environment: ["no_proxy": ""])
            }
            control.stop()
        }
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        let verdict = try BundleVerifier.verify(path: report.path, options: VerifyOptions(anchors: anchors))
        #expect(verdict.status == .intact, "\(verdict.findings)")
        return report
    }

    private static func answer(_ fields: String, _ body: [UInt8]) -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\n\(fields)\r\n".utf8) + body
    }

    @Test func bytesPassUnchangedAndAllExchangesAreRecorded() throws {
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let report = try record { connection, head, _ in
            try connection.write(Self.answer("Content-Length: \(body.count)\r\n", body))
        } use: { (curl) throws in
            let outcome = try curl("https://post.test/a", "https://post.test/b?c", "https://post.test/d")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output == body + body + body)
        }
        #expect(report.facts.exchanges == 3 && report.facts.connections == 1)
    }

    @Test func aLargeBodyGoesToDiskAndIsWhole() throws {
        let piece = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }
        let report = try record { connection, _, _ in
            try connection.write(
                Self.answer("Content-Type: video/mp4\r\nContent-Length: \(20 * piece.count)\r\n", []))
            for _ in 0..<20 { try connection.write(piece) }
        } use: { (curl) throws in
            let outcome = try curl("https://post.test/video")
            #expect(outcome.output.count == 20 * piece.count)
            #expect(Array(outcome.output.suffix(piece.count)) == piece)
        }
        #expect(report.facts.bytes > 20 << 20)
    }

    @Test func requestBodiesHeadsChunksAndInterimAnswersAreFramed() throws {
        let report = try record { connection, head, body in
            switch head.startWords.first {
            case "HEAD": try connection.write(Self.answer("Content-Length: 500\r\n", []))
            case "POST":
                try connection.write(Array("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".utf8))
                try connection.write(Self.answer("Content-Length: \(body.count)\r\n", body))
            default:
                try connection.write(
                    Self.answer(
                        "Transfer-Encoding: chunked\r\n",
                        Array("3\r\nabc\r\n2\r\nde\r\n0\r\nT: x\r\n\r\n".utf8)))
            }
        } use: { (curl) throws in
            #expect(try curl("-I", "https://post.test/").status == 0)
            #expect(try curl("-d", "x=1&y=2", "https://post.test/form").text == "x=1&y=2")
            #expect(try curl("https://post.test/chunks").text == "abcde")
            #expect(
                try curl("-H", "Transfer-Encoding: chunked", "-d", "chunky", "https://post.test/form").text
                    == "6\r\nchunky\r\n0\r\n\r\n")
            #expect(
                try curl("-H", "Expect: 100-continue", "-d", "later", "https://post.test/form").text
                    == "later")
        }
        #expect(report.facts.exchanges == 5)
    }

    @Test func secretsAreMaskedInTheBundleAndPassToTheirOwners() throws {
        let report = try record { connection, head, body in
            #expect(head.value("cookie") == "session=topsecret1")
            #expect(String(decoding: body, as: UTF8.self).contains("topsecret3"))
            try connection.write(
                Self.answer("Set-Cookie: id=topsecret4; Secure\r\nContent-Length: 2\r\n", [79, 75]))
        } use: { (curl) throws in
            let outcome = try curl(
                "-i", "-H", "Cookie: session=topsecret1", "-H", "Authorization: Bearer topsecret2",
                "-d", "user=a&password=topsecret3", "https://post.test/login")
            #expect(outcome.text.contains("topsecret4"))
        }
        let folder = try TemporaryFolder()
        let unzip = try #require(Tool.named("unzip"))
        try unzip.run("-q", report.path, "-d", folder.path)
        let gzip = try #require(Tool.named("gzip"))
        let text = try gzip.run("-dc", folder.file("archive/data-0001.warc.gz")).text
        #expect(!text.contains("topsecret"))
        #expect(text.contains("WARC-Exhibit-Masked: "))
        #expect(text.contains("Cookie: ****************\r\n"))
    }

    @Test func aConnectionThatFailsFailsForTheClientToo() throws {
        let report = try record { connection, _, _ in
            try connection.write(Self.answer("Content-Length: 0\r\n", []))
        } use: { (curl) throws in
            // No label of a name is that long, so no name server is asked.
            let unknown = try curl("https://\(String(repeating: "a", count: 70)).invalid/")
            #expect(unknown.status != 0)
            let inner = try curl("-w", "%{http_code}", "http://10.0.0.1/")
            #expect(inner.text.hasSuffix("502"))
        }
        #expect(report.facts.exchanges == 0)
        #expect(report.facts.notRecorded.count == 2, "\(report.facts.notRecorded)")
    }

    @Test func aServerThatClosesBetweenRequestsIsAskedAgain() throws {
        let report = try record { connection, _, _ in
            // Says nothing of closing, and closes.
            try connection.write(Self.answer("Content-Length: 2\r\n", [79, 75]))
            connection.end()
        } use: { (curl) throws in
            let outcome = try curl("https://post.test/1", "https://post.test/2", "https://post.test/3")
            #expect(outcome.text == "OKOKOK", "\(outcome.errors)")
        }
        #expect(report.facts.exchanges == 3 && report.facts.connections == 3)
    }
}
