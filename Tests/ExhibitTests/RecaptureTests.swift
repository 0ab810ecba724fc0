import Foundation
import Hashing
import Messages
import Synchronization
import TestSupport
import Testing
import Wire

/// `exhibit recapture`: what has changed since the last bundle.
struct RecaptureTests {
    @Test func anEditIsToldAndBothBundlesAreNamed() throws {
        let program = try Program()
        try program.initialise()
        let authority = try TestAuthority()
        let text = Mutex("first words")
        let server = try LoopbackServer.start(tls: authority.context(for: ["board.example"])) { connection in
            while try connection.readRequest() != nil {
                let words = text.withLock { $0 }
                let page = Array(
                    "<article class=\"h-entry\"><a class=\"u-url\" href=\"https://board.example/1\">x</a><span class=\"p-author\">N</span><p class=\"e-content\">\(words)</p></article>"
                        .utf8)
                let head =
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(page.count)\r\n\r\n"
                try connection.write(Array(head.utf8) + page)
            }
        }
        defer { server.stop() }
        let options = [
            "--engine", "fetch", "--resolve", "board.example=127.0.0.1:\(server.port)", "--upstream-trust",
            try program.home.write(CertificatePEM.encode(authority.certificate), to: "ca.pem"),
        ]
        #expect(try program.capture(options + ["https://board.example/1", "-o", "one.wacz"]).status == 0)
        func again(_ more: String...) throws -> Tool.Outcome {
            let all =
                ["recapture", "--passphrase-file", try program.passphraseFile()] + options + more + [
                    "one.wacz"
                ]
            return try program.tool.run(all, environment: program.environment, folder: program.home.path)
        }
        let unchanged = try again()
        #expect(unchanged.status == 0, "\(unchanged.errors)")
        #expect(unchanged.text.contains("unchanged\n  before one.wacz\n  now    ./"))
        text.withLock { $0 = "other words" }
        let changed = try again("--changed")
        #expect(changed.text.contains("text: “first words” → “other words”"), "\(changed.text)")
        #expect(try program.bundles.count == 3)
    }
}
