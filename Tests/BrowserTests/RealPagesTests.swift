import Browser
import Bytes
import Foundation
import TestSupport
import Testing

/// Other people's pages, with their own scripts and styles, under their own host names.
@Suite(
    .enabled(if: BrowserGate.hasChromium, "Chromium is not installed"),
    .enabled(if: Package.hasShared, "the pages of others are not beside this clone"))
struct RealPagesTests {
    private static let folder = Package.shared + "/fixtures/pages/"

    /// Browsers know that these hosts are never to be asked without TLS, so they get other names.
    private static func withoutTLS(_ text: String) -> String {
        text.replacing("https://", with: "http://").replacing("https:\\/\\/", with: "http:\\/\\/")
            .replacing("twitter.com", with: "twitter.test").replacing("twimg.com", with: "twimg.test")
    }

    /// The resources of a page by address, with `http` in place of `https`, for a server without TLS.
    private static func resources(_ page: String) throws -> [String: PageServer.Answer] {
        let index = try Data(contentsOf: URL(fileURLWithPath: folder + page + "/index.json"))
        var answers: [String: PageServer.Answer] = [:]
        for entry in try JSONReader.parse([UInt8](index))["resources"]?.array ?? [] {
            guard let address = entry["url"]?.string, let file = entry["file"]?.string,
                let type = entry["mime"]?.string
            else { continue }
            var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + page + "/" + file)))
            if type.contains("html") || type.contains("script") || type.contains("css")
                || type.contains("json")
            {
                bytes = Array(withoutTLS(String(decoding: bytes, as: UTF8.self)).utf8)
            }
            answers[withoutTLS(address)] = .content(type: type, bytes)
        }
        return answers
    }

    @Test func recordsATimelineOfTwitter() async throws {
        try await Pages.with(try Self.resources("x-timeline-netpreserve")) { pages in
            let (result, output) = pages.visit("") { $0.address = "http://twitter.test/netpreserve" }
            #expect(result.failure == nil)
            #expect(result.missingArtifacts == [])
            #expect(result.mainStatus == 200)
            #expect(output.text(.text).contains("@NetPreserve"))
            try output.keep("timeline", result)
        }
    }

    @Test(arguments: ["x-like", "facebook-like"])
    func recordsAPostThatScriptsLoad(page: String) async throws {
        var answers: [String: PageServer.Answer] = [:]
        let root = Self.folder + page
        for case let path as String in try #require(FileManager.default.enumerator(atPath: root)) {
            guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: root + "/" + path)) else { continue }
            let types = [
                "html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css",
                "jpg": "image/jpeg",
                "webp": "image/webp", "mp4": "video/mp4", "json": "application/json",
            ]
            let type =
                types[path.split(separator: ".").last.map(String.init) ?? ""] ?? "application/octet-stream"
            answers["/" + path] = .content(type: type, [UInt8](bytes))
        }
        answers["/"] = answers["/index.html"]
        try await Pages.with(answers) { pages in
            let (result, output) = pages.visit("/")
            #expect(result.missingArtifacts == [])
            #expect(output.text(.text).contains(page == "x-like" ? "@jack" : "Test Page"))
            #expect(pages.asked.count == Set(pages.asked).count)
            try output.keep(page, result)
        }
    }
}

extension VisitRecorder {
    /// Writes everything into the folder that `EXHIBIT_LOOK` names, to be looked at; does nothing without it.
    func keep(_ name: String, _ result: VisitResult) throws {
        guard let folder = ProcessInfo.processInfo.environment["EXHIBIT_LOOK"] else { return }
        let endings: [VisitArtifact: String] = [
            .view: "view.png", .viewDOM: "view.html", .fullPage: "full.png", .dom: "html", .text: "txt",
            .pdf: "pdf",
        ]
        for (kind, bytes) in artifacts {
            guard let ending = endings[kind] else { continue }
            try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name).\(ending)"))
        }
        let lines = actions.map { String(decoding: $0.serialized(), as: UTF8.self) }
        try Data(lines.joined(separator: "\n").utf8).write(
            to: URL(fileURLWithPath: "\(folder)/\(name).actions.jsonl"))
        let times = times.map { "\($0.1) \($0.0)" }.joined(separator: "\n")
        try Data("\(times)\n\(result)\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).result"))
    }
}
