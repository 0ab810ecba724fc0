import Bytes
import Capture
import Evidence
import Foundation
import Messages
import Synchronization
import TestSupport
import Testing
import Threads
import Wire

/// Captures with the browser of sites that are difficult.
@Suite(.serialized, .enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct BrowserCaptureTests {
    private let maker: CaptureMaker

    init() throws { maker = try CaptureMaker() }

    /// Captures https://post.test/ from a server that answers with `answer`, whole messages by path.
    private func capture(
        adjust: @escaping @Sendable (inout CaptureRequest) -> Void = { _ in },
        hosts: [String] = ["post.test"], control: CaptureControl = CaptureControl(),
        answer: @escaping @Sendable (_ path: String, ServerConnection, MessageHead) throws -> Void
    ) async throws -> CaptureReport {
        let server = try LoopbackServer.start(tls: maker.authority.context(for: hosts)) { connection in
            while let request = try connection.readRequest() {
                let words = request.head.startWords
                try answer(words.count > 1 ? words[1] : "", connection, request.head)
            }
        }
        defer { server.stop() }
        var request = try maker.request("https://post.test/", port: server.port)
        request.engine = .chromium
        request.timeLimitSeconds = 30
        adjust(&request)
        let asked = request
        return try await BrowserGate.use { try maker.capture(asked, control: control) }
    }

    private static func page(_ html: String, status: String = "200 OK") -> [UInt8] {
        let body = Array(html.utf8)
        return Array(
            "HTTP/1.1 \(status)\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(body.count)\r\n\r\n"
                .utf8)
            + body
    }

    @Test func webSocketsPassAndAreListedAsNotRecorded() async throws {
        let report = try await capture { path, connection, head in
            guard path == "/ws" else {
                let script = """
                    <p id=o>waiting</p><script>const s = new WebSocket('wss://post.test/ws');
                    s.onopen = () => s.send('hello');
                    s.onmessage = (m) => { document.getElementById('o').textContent = 'echo ' + m.data; }</script>
                    """
                return try connection.write(
                    path == "/" ? Self.page(script) : Self.page("", status: "404 Not Found"))
            }
            let key = (head.value("sec-websocket-key") ?? "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
            let openssl = try #require(Tool.named("openssl"))
            let accept = try openssl.run("dgst", "-sha1", "-binary", input: Array(key.utf8)).output
            try connection.write(
                Array(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(Base64.encode(accept))\r\n\r\n"
                        .utf8))
            // One text frame, unmasked, as servers send them.
            try connection.write([0x81, 5] + Array("world".utf8))
            Thread.sleep(forTimeInterval: 3)
        }
        #expect(report.facts.outcome.kind == .loaded)
        #expect(
            report.facts.notRecorded.contains { $0.what == "websocket" && $0.uri == "https://post.test/ws" })
        let text = try BundleRecords.of(report.path).records.first { $0.uri.hasPrefix("urn:text:") }
        let shown = String(decoding: text?.block ?? [], as: UTF8.self)
        #expect(shown.contains("echo world"))
    }

    @Test func aScriptThatLeadsToASignInPageIsALoginWall() async throws {
        let report = try await capture { path, connection, _ in
            try connection.write(
                path == "/"
                    ? Self.page("<script>location.replace('/login?next=%2F')</script>")
                    : Self.page("<h1>Sign in</h1>"))
        }
        #expect(report.facts.outcome.kind == .loginWall, "\(report.facts.outcome)")
    }

    @Test func aPageThatIsGoneIsSealedWithItsPicture() async throws {
        let report = try await capture { _, connection, _ in
            try connection.write(Self.page("<h1>This post was removed</h1>", status: "410 Gone"))
        }
        #expect(report.facts.outcome.kind == .gone)
        #expect(try BundleRecords.of(report.path).records.contains { $0.uri.hasPrefix("urn:view:") })
    }

    @Test func aCertificateThatDoesNotVerifyIsAFailureWithItsCause() async throws {
        let report = try await capture(hosts: ["other.test"]) { _, connection, _ in
            try connection.write(Self.page("never seen"))
        }
        #expect(report.facts.outcome.kind == .failed)
        #expect(
            report.facts.outcome.reason.contains("certificate does not verify"), "\(report.facts.outcome)")
    }

    @Test func aServerThatIsNotThereIsToldAsSuchAndNotPictured() async throws {
        let server = try LoopbackServer.start(tls: nil) { _ in }
        server.stop()
        var request = try maker.request("http://post.test/x", port: server.port)
        request.engine = .chromium
        let asked = request
        let report = try await BrowserGate.use { try maker.capture(asked) }
        #expect(report.facts.outcome.kind == .failed && report.facts.outcome.status == nil)
        #expect(report.facts.outcome.reason.contains("connection refused"), "\(report.facts.outcome)")
        let records = try BundleRecords.of(report.path).records
        #expect(!records.contains { $0.uri.hasPrefix("urn:view:") || $0.uri.hasPrefix("urn:dom:") })
    }

    @Test(arguments: [false, true])
    func aServerThatGoesAwayIsToldAsSuch(isSecure: Bool) async throws {
        let tls = isSecure ? try maker.authority.context(for: ["post.test"]) : nil
        let server = try LoopbackServer.start(tls: tls) { connection in
            _ = try connection.readRequest()
            connection.end()
        }
        defer { server.stop() }
        var request = try maker.request("\(isSecure ? "https" : "http")://post.test/x", port: server.port)
        request.engine = .chromium
        let asked = request
        let report = try await BrowserGate.use { try maker.capture(asked) }
        #expect(report.facts.outcome.kind == .failed && report.facts.outcome.status == nil)
        #expect(
            report.facts.outcome.reason.contains("the other side ended the connection"),
            "\(report.facts.outcome)")
    }

    /// A page that comes a byte at a time, with a length or without.
    private static func drip(_ connection: ServerConnection, _ fields: String) throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\(fields)\r\n"
        try connection.write(Array("\(head)<p>The page begins here.</p>".utf8))
        while true {
            try connection.write([UInt8(ascii: "x")])
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    @Test(arguments: ["Content-Length: 100000\r\n", "Connection: close\r\n"])
    func aPageThatDripsIsCutByUsAndNotByTheServer(fields: String) async throws {
        let report = try await capture {
            $0.timeLimitSeconds = 8
        } answer: { _, connection, _ in
            try Self.drip(connection, fields)
        }
        #expect(report.facts.outcome.kind == .partial)
        #expect(report.facts.outcome.reason.contains("limit of time"), "\(report.facts.outcome)")
        #expect(report.facts.reached.contains { $0.contains("limit of time") }, "\(report.facts.reached)")
        let page = try BundleRecords.of(report.path).first("response", "https://post.test/")
        #expect(page?.fields["WARC-Truncated"] == "time", "\(page?.fields ?? [:])")
    }

    @Test func aCaptureThatIsStoppedWhileItLoadsEndsAtOnce() async throws {
        let control = CaptureControl()
        let stopped = Mutex<Date?>(nil)
        let report = try await capture(control: control) { path, connection, _ in
            guard path == "/" else { return }
            let thread = try BlockingThread.start {
                Thread.sleep(forTimeInterval: 1)
                stopped.withLock { $0 = Date() }
                control.stop()
            }
            defer { thread.join() }
            try Self.drip(connection, "Content-Length: 100000\r\n")
        }
        let took = Date().timeIntervalSince(try #require(stopped.withLock { $0 }))
        #expect(took < 5, "\(took)")
        #expect(report.facts.outcome.kind == .partial)
        #expect(report.facts.outcome.reason.contains("the officer stopped"), "\(report.facts.outcome)")
        #expect(report.facts.reached.contains { $0.contains("was stopped") }, "\(report.facts.reached)")
        #expect(try BundleRecords.of(report.path).records.contains { $0.uri.hasPrefix("urn:view:") })
    }

    @Test func aPageThatNeverEndsIsCutInTimeAndSealed() async throws {
        let begun = Date()
        let report = try await capture {
            $0.timeLimitSeconds = 10
        } answer: { path, connection, _ in
            guard path == "/" else {
                Thread.sleep(forTimeInterval: 20)
                return
            }
            try connection.write(Self.page("<p>text</p><script>while (true) {}</script>"))
        }
        #expect(Date().timeIntervalSince(begun) < 30)
        // The endless script was stopped, so that the page could be recorded, or the page was not recorded whole.
        let unzip = try #require(Tool.named("unzip"))
        let actions = try unzip.run("-p", report.path, "evidence/actions.jsonl").text
        #expect(actions.contains(#""kind":"stop-script""#) || report.facts.outcome.kind == .partial)
    }

    @Test func aBrowserThatIsKilledLeavesAPartialBundle() async throws {
        let report = try await capture { path, connection, _ in
            if path == "/" { return try connection.write(Self.page("<p>text</p><img src=/kill>")) }
            // The page is half loaded.
            let pkill = try #require(Tool.named("pkill"))
            try pkill.run("-KILL", "-P", String(getpid()), "-x", "chromium")
            Thread.sleep(forTimeInterval: 1)
        }
        #expect(report.facts.outcome.kind == .partial, "\(report.facts.outcome)")
        #expect(report.facts.outcome.reason.contains("ended unexpectedly"), "\(report.facts.outcome)")
    }

    @Test(.enabled(if: JSONSchema.isAvailable, "\(JSONSchema.need)"))
    func connectionsAndActionsFitTheirSchemas() async throws {
        let report = try await capture { path, connection, _ in
            let html = "<button onclick='this.remove()'>See more</button><img src=https://post.test:1/x>"
            try connection.write(path == "/" ? Self.page(html) : Self.page("", status: "404 Not Found"))
        }
        let records = try BundleRecords.of(report.path).records
        let connections = records.filter { $0.uri.hasPrefix("urn:exhibit:connection:") }.map(\.block)
        #expect(!connections.isEmpty)
        #expect(try JSONSchema("connection").errors(in: connections) == "")
        let unzip = try #require(Tool.named("unzip"))
        let actions = try unzip.run("-p", report.path, "evidence/actions.jsonl").output.split(separator: 0x0A)
        #expect(!actions.isEmpty)
        #expect(try JSONSchema("action-line").errors(in: actions.map { Array($0) }) == "")
    }
}
