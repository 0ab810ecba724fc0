import Demo
import Foundation
import TestSupport
import Testing

/// `exhibit record`: a browser with a window on a display of its own.
@Suite(
    .enabled(if: BrowserGate.hasChromium, "Chromium is not installed"),
    .enabled(if: Tool.named("Xvfb") != nil, "Xvfb is not installed"))
struct RecordTests {
    /// An X server that nothing but this test uses, until this goes.
    private final class Display {
        let name: String
        private let process = Process()

        init() throws {
            let number = Int(ProcessInfo.processInfo.processIdentifier % 20_000) + 200
            name = ":\(number)"
            process.executableURL = URL(fileURLWithPath: try #require(Tool.named("Xvfb")).path)
            process.arguments = [name, "-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-ac"]
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            let socket = "/tmp/.X11-unix/X\(number)"
            for _ in 0..<100 where !FileManager.default.fileExists(atPath: socket) { usleep(50_000) }
        }

        deinit {
            // Not by SIGTERM: what a test starts inherits that it is blocked.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    @Test func whatTheOfficerKeepsIsInTheBundle() async throws {
        let program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        let display = try Display()
        defer { withExtendedLifetime(display) {} }
        let screen = display.name
        try await BrowserGate.use {
            let bundle = program.home.file("story.wacz")
            let session = try TerminalSession(
                ["record", "--passphrase-file", try program.passphraseFile(), "-o", bundle] + post.options
                    + [DemoSite.address],
                environment: program.environment.merging(["DISPLAY": screen]) { $1 })
            #expect(session.press(UInt8(ascii: "k"), after: "taking the first picture"), "\(session.shown)")
            #expect(session.press(UInt8(ascii: "k"), after: "kept, number 1"), "\(session.shown)")
            #expect(session.press(UInt8(ascii: "q"), after: "kept, number 2"), "\(session.shown)")
            #expect(session.end() == 10, "\(session.shown)")
            #expect(session.shown.contains("partial: what the officer opened, and nothing else"))
            #expect(try program.run("verify", bundle).status == 0)
            let actions = try #require(Tool.named("unzip")).run("-p", bundle, "evidence/actions.jsonl").text
            #expect(actions.split(separator: "\n").count { $0.contains(#""kind":"keep""#) } == 2)
            let records = try BundleRecords.of(bundle).records
            #expect(records.count { $0.uri.hasPrefix("urn:view:") } == 3)
            #expect(records.count { $0.uri.hasPrefix("urn:text:") } == 2)
            let posts = try program.run("posts", bundle)
            #expect(posts.text.contains("We know which house is yours."))
        }
    }

    @Test func withoutADisplayItSaysSo() throws {
        let program = try Program()
        try program.initialise()
        let outcome = try program.tool.run(
            ["record", "--passphrase-file", try program.passphraseFile(), DemoSite.address],
            environment: program.environment.merging(["DISPLAY": ""]) { $1 }, folder: program.home.path)
        #expect(outcome.status == 69 && outcome.isOneClearLine, "\(outcome.errors)")
    }
}
