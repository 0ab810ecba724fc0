import Bytes
import Capture
import Evidence
import Foundation
import Messages
import Synchronization
import TestSupport
import Testing
import Wire

/// Pages of others, served under their real host names, captured with the browser.
@Suite(
    .serialized,
    .enabled(if: Package.hasShared, "needs other people's data beside the package"),
    .enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct RealPagesTests {
    /// What the server answered, by address.
    private final class Served: Sendable {
        private let answers = Mutex<[String: [UInt8]]>([:])

        func add(_ uri: String, _ body: [UInt8]) { answers.withLock { $0[uri] = body } }

        var all: [String: [UInt8]] { answers.withLock { $0 } }
    }

    private let maker: CaptureMaker

    init() throws { maker = try CaptureMaker() }

    /// Captures `target` from a server that knows these files; every answer that it gave must be in the bundle as it was given.
    private func capture(_ target: String, _ files: [String: (type: String, path: String)]) async throws -> (
        report: CaptureReport, records: BundleRecords
    ) {
        let served = Served()
        let hosts = Set(files.keys.compactMap { HTTPAddress($0)?.host }).sorted()
        let server = try LoopbackServer.start(tls: maker.authority.context(for: hosts)) { connection in
            while let request = try connection.readRequest() {
                let words = request.head.startWords
                let uri = "https://\(request.head.value("host") ?? "")\(words.count > 1 ? words[1] : "")"
                guard let file = files[uri], let body = FileManager.default.contents(atPath: file.path) else {
                    try connection.write(Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".utf8))
                    continue
                }
                served.add(uri, [UInt8](body))
                let head =
                    "HTTP/1.1 200 OK\r\nContent-Type: \(file.type)\r\nContent-Length: \(body.count)\r\n\r\n"
                try connection.write(Array(head.utf8) + body)
            }
        }
        defer { server.stop() }
        var request = try maker.request(target, port: server.port)
        request.engine = .chromium
        request.timeLimitSeconds = 60
        request.fixedNames = hosts.compactMap { NameResolver.Fixed("\($0)=127.0.0.1:\(server.port)") }
        let asked = request
        let report = try await BrowserGate.use { try maker.capture(asked) }
        let records = try BundleRecords.of(report.path)
        for (uri, body) in served.all {
            let kept = records.records.contains {
                $0.type == "response" && $0.uri == uri && $0.body.elementsEqual(body)
            }
            #expect(kept, "\(uri) is not in the bundle as it was sent")
        }
        #expect(report.facts.outcome.kind == .loaded, "\(report.facts.outcome)")
        for kind in ["view", "viewDOM", "fullPage", "pdf", "dom", "text"] {
            #expect(records.records.contains { $0.uri.hasPrefix("urn:\(kind):") }, "no \(kind)")
        }
        return (report, records)
    }

    private func text(_ records: BundleRecords) -> String {
        let record = records.records.first { $0.uri.hasPrefix("urn:text:") }
        return String(decoding: record?.block ?? [], as: UTF8.self)
    }

    private func folder(_ name: String, under address: String) throws -> [String: (
        type: String, path: String
    )] {
        let root = Package.shared + "/fixtures/pages/" + name
        let types = [
            "html": "text/html; charset=utf-8", "css": "text/css", "js": "text/javascript",
            "jpg": "image/jpeg",
            "webp": "image/webp", "mp4": "video/mp4", "json": "application/json",
        ]
        var files: [String: (type: String, path: String)] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
            guard let type = types[(name as NSString).pathExtension] else { continue }
            files[address + (name == "index.html" ? "" : name)] = (type, root + "/" + name)
        }
        return files
    }

    @Test func aPostLoadedByScriptIsCapturedWhole() async throws {
        let (_, records) = try await capture("https://x.com/", folder("x-like", under: "https://x.com/"))
        #expect(text(records).contains("just setting up my twttr"))
        #expect(records.first("response", "https://x.com/api/TweetResultByRestId.json") != nil)
    }

    @Test func aPostWithALazyPictureIsCapturedWhole() async throws {
        let (_, records) = try await capture(
            "https://www.facebook.com/", folder("facebook-like", under: "https://www.facebook.com/"))
        #expect(records.first("response", "https://www.facebook.com/static/lazy.jpg") != nil)
    }

    @Test func aRealTimelineIsCapturedWithItsParts() async throws {
        let root = Package.shared + "/fixtures/pages/x-timeline-netpreserve/"
        let index = try JSONReader.parse(
            [UInt8](#require(FileManager.default.contents(atPath: root + "index.json"))))
        var files: [String: (type: String, path: String)] = [:]
        for resource in index["resources"]?.array ?? [] {
            guard let url = resource["url"]?.string, let file = resource["file"]?.string else { continue }
            files[url] = (resource["mime"]?.string ?? "application/octet-stream", root + file)
        }
        let (report, records) = try await capture("https://twitter.com/netpreserve", files)
        #expect(report.facts.exchanges > 20)
        #expect(text(records).contains("IIPC"))
    }
}
