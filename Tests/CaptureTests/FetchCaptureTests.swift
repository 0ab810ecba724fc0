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

/// Captures without a browser, of servers that behave and of servers that do not.
@Suite struct FetchCaptureTests {
    private let maker: CaptureMaker

    init() throws { maker = try CaptureMaker() }

    /// Captures what `serve` serves at https://post.test/, and gives the report after the verifier found it intact.
    private func capture(
        _ target: String = "https://post.test/posts/1?a=b", adjust: (inout CaptureRequest) -> Void = { _ in },
        hosts: [String] = ["post.test"], days: Int = 3650,
        serve: @escaping @Sendable (ServerConnection, _ request: String) throws -> Void
    ) throws -> CaptureReport {
        let server = try LoopbackServer.start(tls: maker.authority.context(for: hosts, days: days)) {
            connection in
            while let request = try connection.readRequest() {
                try serve(connection, String(decoding: request.head.bytes, as: UTF8.self))
            }
        }
        defer { server.stop() }
        var request = try maker.request(target, port: server.port)
        adjust(&request)
        let report = try maker.capture(request)
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        let verdict = try BundleVerifier.verify(path: report.path, options: VerifyOptions(anchors: anchors))
        #expect(verdict.status == .intact, "\(verdict.findings)")
        return report
    }

    private func text(_ status: String, _ fields: String = "", _ body: String = "hello") -> [UInt8] {
        Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)".utf8)
    }

    @Test func aPageIsLoadedAndSealed() throws {
        let report = try capture { connection, request in
            #expect(request.hasPrefix("GET /posts/1?a=b HTTP/1.1\r\nHost: post.test\r\n"))
            try connection.write(text("200 OK"))
        }
        #expect(report.facts.outcome.kind == .loaded)
        #expect(report.facts.exchanges == 1 && report.facts.connections == 1)
        #expect(report.facts.caveats.map(\.code).contains("upstream-trust"))
    }

    @Test func redirectsAreFollowedAndEachIsRecorded() throws {
        let report = try capture { connection, request in
            if request.hasPrefix("GET /posts/1") {
                try connection.write(text("302 Found", "Location: /other\r\n"))
            } else {
                try connection.write(text("200 OK"))
            }
        }
        #expect(report.facts.outcome.kind == .loaded)
        #expect(report.facts.final == "https://post.test/other")
        #expect(report.facts.exchanges == 2)
    }

    @Test(arguments: [
        ("404 Not Found", CaptureOutcome.Kind.gone), ("410 Gone", .gone),
        ("429 Too Many Requests", .rateLimited),
        ("401 Unauthorized", .loginWall), ("403 Forbidden", .blocked), ("451 Legal", .blocked),
        ("500 Oops", .failed),
    ])
    func theOutcomeFollowsTheStatus(status: String, kind: CaptureOutcome.Kind) throws {
        let report = try capture { connection, _ in try connection.write(text(status)) }
        #expect(report.facts.outcome.kind == kind)
    }

    @Test(arguments: [
        ("WWW-Authenticate: Basic realm=\"x\"\r\n", "no"),
        ("Content-Type: text/html\r\n", "<form><input name=u><INPUT TYPE=Password></form>"),
    ])
    func aRefusalThatShowsWhereToSignInIsALoginWall(fields: String, body: String) throws {
        let report = try capture { connection, _ in try connection.write(text("403 Forbidden", fields, body))
        }
        #expect(report.facts.outcome.kind == .loginWall, "\(report.facts.outcome)")
    }

    @Test func aPageWithNothingInItIsNotLoaded() throws {
        let report = try capture { connection, _ in try connection.write(text("200 OK", "", "")) }
        #expect(report.facts.outcome.kind == .failed)
        #expect(report.facts.outcome.reason.contains("empty page"), "\(report.facts.outcome)")
    }

    /// A page that marks who wrote what, at an address of its own.
    private static func marked(_ address: String?) -> String {
        let own = address.map { "<link rel=canonical href=\"\($0)\">" } ?? ""
        return """
            <html><head>\(own)<meta property="og:type" content="article"><meta name="author" content="Bob">
            <meta property="og:description" content="The van is back"></head><body>The van is back</body></html>
            """
    }

    @Test(arguments: [
        (nil, true), ("https://post.test/posts/1", true), ("http://www.post.test/posts/1/", true),
        ("/posts/1?a=b", true), ("https://post.test/posts/55", false), ("/posts/1?id=2", false),
        ("https://other.test/posts/1", false),
    ])
    func aMarkedPageIsCapturedWhenItIsTheOneThatWasAskedFor(own: String?, isIt: Bool) throws {
        let report = try capture { connection, _ in
            try connection.write(text("200 OK", "Content-Type: text/html\r\n", Self.marked(own)))
        }
        #expect(report.facts.outcome.kind == (isIt ? .captured : .loaded), "\(report.facts.outcome)")
        #expect(isIt || report.facts.outcome.reason.contains("another one"), "\(report.facts.outcome)")
    }

    @Test(arguments: [nil, "https://post.test/posts/55"])
    func aRedirectToAnotherPostIsNotThePostThatWasAskedFor(own: String?) throws {
        let report = try capture { connection, request in
            try connection.write(
                request.hasPrefix("GET /posts/55")
                    ? text("200 OK", "Content-Type: text/html\r\n", Self.marked(own))
                    : text("302 Found", "Location: /posts/55\r\n"))
        }
        #expect(report.facts.outcome.kind == .loaded, "\(report.facts.outcome)")
        #expect(report.facts.outcome.reason.contains("https://post.test/posts/55"), "\(report.facts.outcome)")
        #expect(report.facts.final == "https://post.test/posts/55")
    }

    @Test func aRedirectToASignInPageIsALoginWall() throws {
        let report = try capture { connection, request in
            try connection.write(
                request.hasPrefix("GET /login")
                    ? text("200 OK") : text("302 Found", "Location: https://post.test/login?next=1\r\n"))
        }
        #expect(report.facts.outcome.kind == .loginWall)
    }

    @Test(arguments: [
        "http://10.0.0.1/", "http://127.0.0.1:1/", "https://[::1]/", "http://[::ffff:127.0.0.1]/",
        "http://127.1/",
        "http://0x7f000001/", "http://2130706433/", "http://localhost/",
        "http://169.254.169.254/latest/meta-data",
    ])
    func aRedirectToAPrivateAddressIsRefused(location: String) throws {
        let report = try capture { connection, _ in
            try connection.write(text("302 Found", "Location: \(location)\r\n"))
        }
        #expect(report.facts.outcome.kind == .failed)
        #expect(report.facts.outcome.reason.contains("private address"), "\(report.facts.outcome.reason)")
        #expect(report.facts.exchanges == 1 && report.facts.connections == 2)
    }

    @Test func aPrivateTargetIsRefusedUnlessAllowed() throws {
        let server = try LoopbackServer.start(tls: nil) { connection in
            while try connection.readRequest() != nil { try connection.write(text("200 OK")) }
        }
        defer { server.stop() }
        var request = try #require(
            CaptureRequest(
                target: "http://127.0.0.1:\(server.port)/", path: maker.folder.file("refused.wacz")))
        request.engine = .fetch
        let refused = try maker.capture(request)
        #expect(refused.facts.outcome.kind == .failed && refused.facts.exchanges == 0)
        request.path = maker.folder.file("allowed.wacz")
        request.allowsPrivate = true
        let allowed = try maker.capture(request)
        #expect(allowed.facts.outcome.kind == .loaded)
        #expect(allowed.facts.caveats.map(\.code).contains("allow-private"))
    }

    @Test(.timeLimit(.minutes(1)), arguments: HostileAnswer.all)
    func aHostileAnswerEndsInASealedBundleThatSaysSo(answer: HostileAnswer) throws {
        let limits = { (request: inout CaptureRequest) in
            request.timeLimitSeconds = 3
            request.sizeLimitBytes = 4 << 20
        }
        let report = try capture(adjust: limits) { connection, _ in try answer.serve(connection) }
        #expect(answer.kinds.contains(report.facts.outcome.kind), "\(report.facts.outcome)")
        if let words = answer.words {
            let told =
                [report.facts.outcome.reason] + report.facts.reached + report.facts.notRecorded.map(\.reason)
            #expect(told.contains { $0.contains(words) }, "\(told)")
        }
    }

    @Test func certificatesThatDoNotVerifyAreRefusedAndRecorded() throws {
        for (hosts, days, words) in [(["other.test"], 3650, "hostname"), (["post.test"], 1, "expired")] {
            let report = try capture(hosts: hosts, days: days) { connection, _ in
                try connection.write(text("200 OK"))
            }
            #expect(report.facts.outcome.kind == .failed)
            #expect(report.facts.outcome.reason.lowercased().contains(words), "\(report.facts.outcome)")
            #expect(report.facts.exchanges == 0 && report.facts.connections == 1)
            try FileManager.default.removeItem(atPath: report.path)
            let allow = { (request: inout CaptureRequest) in request.allowsInvalidCertificate = true }
            let allowed = try capture(adjust: allow, hosts: hosts, days: days) { connection, _ in
                try connection.write(text("200 OK"))
            }
            #expect(allowed.facts.outcome.kind == .loaded)
            #expect(allowed.facts.caveats.map(\.code).contains("certificate-invalid"))
            try FileManager.default.removeItem(atPath: allowed.path)
        }
    }

    @Test func anInterceptingAuthorityIsNotTrusted() throws {
        let distrust = { (request: inout CaptureRequest) in request.upstreamTrust = [] }
        let report = try capture(adjust: distrust) { connection, _ in
            try connection.write(text("200 OK"))
        }
        #expect(report.facts.outcome.kind == .failed)
        #expect(report.facts.outcome.reason.contains("certificate does not verify"))
    }
}
