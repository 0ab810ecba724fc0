import Bytes
import Foundation
import Hashing
import Messages
import TestSupport
import Testing
import Wire

/// Captures with a signed-in account, whose secrets stay here.
struct ProfileTests {
    private static let secret = "s3cr3t-session-0123456789/abc+def"
    private let program: Program
    private let options: [String]
    private let server: LoopbackServer

    /// A site that shows its posts to one account, and repeats its secret at `/echo`.
    init() throws {
        program = try Program()
        try program.initialise()
        let authority = try TestAuthority()
        server = try LoopbackServer.start(tls: authority.context(for: ["closed.example"])) { connection in
            while let request = try connection.readRequest() {
                let path = request.head.startWords.dropFirst().first ?? "/"
                guard request.head.value("cookie") == "sid=\(Self.secret)" else {
                    try connection.write(
                        Array("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n".utf8))
                    continue
                }
                let words = path == "/echo" ? "token \(Self.secret)" : "for members"
                let page = Array(
                    "<article class=\"h-entry\"><a class=\"u-url\" href=\"https://closed.example\(path)\">x</a><span class=\"p-author\">N</span><p class=\"e-content\">\(words)</p></article>"
                        .utf8)
                let head =
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: sid=\(Self.secret); Secure\r\nContent-Length: \(page.count)\r\n\r\n"
                try connection.write(Array(head.utf8) + page)
            }
        }
        options = [
            "--resolve", "closed.example=127.0.0.1:\(server.port)", "--upstream-trust",
            try program.home.write(CertificatePEM.encode(authority.certificate), to: "ca.pem"),
        ]
        let cookies = "closed.example\tFALSE\t/\tTRUE\t1999999999\tsid\t\(Self.secret)\n"
        let outcome = try run([
            "profile", "create", "unit", "--cookies",
            program.home.write(Array(cookies.utf8), to: "cookies.txt"),
            "--account", "@unit on closed.example", "--log-out", "https://closed.example/bye",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    private func run(_ arguments: [String]) throws -> Tool.Outcome {
        try program.tool.run(
            arguments + ["--passphrase-file", try program.passphraseFile()], environment: program.environment,
            folder: program.home.path)
    }

    /// Every file of a bundle, and every record in it.
    private func everything(_ name: String) throws -> [UInt8] {
        let files = try #require(Tool.named("unzip")).run("-p", program.home.file(name)).output
        let archive = try #require(Tool.named("unzip")).run("-p", program.home.file(name), "archive/*").output
        return files + (try #require(Tool.named("gzip")).run(["-dcf"], input: archive).output)
    }

    /// The secret as it could stand somewhere: raw, URL-coded, in base 64 at each of its three beginnings.
    private static var spellings: [String] {
        let shifted = (0..<3).map { shift in
            String(
                Base64.encode([UInt8](repeating: 0x20, count: shift) + Array(secret.utf8)).dropFirst(4)
                    .dropLast(4))
        }
        return [secret, secret.replacing("/", with: "%2F").replacing("+", with: "%2B")] + shifted
    }

    private func leaks(_ name: String) throws -> [String] {
        let text = String(decoding: try everything(name), as: UTF8.self)
        return Self.spellings.filter { text.contains($0) }
    }

    @Test(arguments: ["fetch", "chromium"]) func theAccountLooksAndItsSecretStaysHere(_ engine: String)
        async throws
    {
        guard engine == "fetch" || BrowserGate.hasChromium else { return }
        let outcome = try await BrowserGate.use {
            try program.capture(
                ["--engine", engine, "--profile", "unit", "-o", "post.wacz", "https://closed.example/1"]
                    + options)
        }
        #expect(outcome.status == 0, "\(outcome.errors)\(outcome.text)")
        #expect(outcome.text.contains("a signed-in account looked: @unit on closed.example (--profile unit)"))
        #expect(outcome.text.contains("was to be ended: its address for that answered 200"))
        #expect(try leaks("post.wacz").isEmpty)
        #expect(try program.run("verify", "post.wacz").status == 0)
        let profile = try program.home.read("keys/profiles/unit.profile")
        #expect(!String(decoding: profile, as: UTF8.self).contains("closed.example"))
    }

    @Test func anAnswerThatRepeatsTheSecretIsFlaggedAndNotAltered() throws {
        let outcome = try program.capture(
            ["--engine", "fetch", "--profile", "unit", "-o", "echo.wacz", "https://closed.example/echo"]
                + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.text.contains(
                "a recorded answer holds a value of the session (https://closed.example/echo"))
        #expect(try leaks("echo.wacz") == [Self.secret])
    }

    @Test func theAccountLooksAgain() throws {
        let first = try program.capture(
            ["--engine", "fetch", "--profile", "unit", "-o", "post.wacz", "https://closed.example/1"]
                + options)
        #expect(first.status == 0, "\(first.errors)")
        let again = try run(
            ["recapture", "--engine", "fetch", "--profile", "unit", program.home.file("post.wacz")] + options)
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.text.contains("a signed-in account looked: @unit on closed.example (--profile unit)"))
        #expect(again.text.contains("unchanged"), "\(again.text)")
    }

    @Test func withoutTheProfileItIsALoginWall() throws {
        let outcome = try program.capture(
            ["--engine", "fetch", "-o", "wall.wacz", "https://closed.example/1"] + options)
        #expect(outcome.status == 12 || outcome.status == 15, "\(outcome.text)")
    }

    @Test func profilesAreListedAndRemoved() throws {
        #expect(try program.run("profile", "list").text == "unit\n")
        #expect(try program.run("profile", "remove", "unit").status == 0)
        let gone = try program.capture(["--profile", "unit", "https://closed.example/1"] + options)
        #expect(gone.status == 66 && gone.isOneClearLine, "\(gone.errors)")
    }
}
