import Browser
import Bytes
import TestSupport

/// A server, a browser and a visit, for one test.
struct Pages {
    let server: PageServer
    let browser: Chromium

    /// Runs `body` with a browser and a server that answers by path, as `/post`; the host is `post.test` or any other.
    static func with(
        _ pages: [String: PageServer.Answer], options: ChromiumOptions = ChromiumOptions(),
        _ body: @escaping @Sendable (Pages) throws -> Void
    ) async throws {
        try await BrowserGate.use {
            let server = try PageServer { request in
                pages[path(request.target)] ?? pages[request.target]
                    ?? .status(404, "<title>Gone</title>nothing here")
            }
            defer { server.close() }
            let browser = try Chromium.launch(options)
            defer { browser.close() }
            try body(Pages(server: server, browser: browser))
        }
    }

    /// The path of an absolute address.
    static func path(_ target: String) -> String {
        let rest = target.hasPrefix("http://") ? target.dropFirst(7) : target[...]
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }

    /// The paths that were asked for, without the icon that browsers ask every site for.
    var asked: [String] { server.requests.map { Self.path($0.target) }.filter { $0 != "/favicon.ico" } }

    func visit(
        _ path: String, recorder: VisitRecorder = VisitRecorder(), _ change: (inout Visit) -> Void = { _ in }
    ) -> (VisitResult, VisitRecorder) {
        var visit = Visit(address: "http://post.test" + path, proxyPort: server.port) {
            Timestamp(seconds: 1_795_444_325)
        }
        change(&visit)
        return (browser.visit(visit, output: recorder), recorder)
    }
}
