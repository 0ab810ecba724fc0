import Bytes
import Demo
import Foundation
import TestSupport
import Testing

/// Captures that are stopped, politely and not.
@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct KilledCaptureTests {
    private let program: Program
    private let post: PostSite

    init() throws {
        program = try Program()
        try program.initialise()
        post = try PostSite(program)
    }

    /// Starts a capture with the browser; the caller ends it.
    private func start(_ name: String, errors: Pipe? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program.tool.path)
        process.arguments =
            ["capture", "--passphrase-file", try program.passphraseFile(), "-o", name, DemoSite.address]
            + post.options
        process.environment = ProcessInfo.processInfo.environment.merging(program.environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: program.home.path)
        process.standardError = errors ?? FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: program.home.file(name))
    }

    /// The record lines that the journal holds whole.
    private func journalled(_ name: String) throws -> Int {
        try program.home.read(name + ".partial.journal").split(
            separator: 0x0A, omittingEmptySubsequences: false
        )
        .dropLast().count { $0.starts(with: #"{"salt""#.utf8) }
    }

    @Test func whatAKilledCaptureHadWrittenIsSealed() async throws {
        try await BrowserGate.use {
            var recovered = 0
            for round in 0..<20 {
                let name = "killed-\(round).wacz"
                let process = try start(name)
                // From before the first byte to after the last.
                usleep(UInt32.random(in: 50_000...2_500_000))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                if exists(name) {
                    #expect(try program.run("verify", name).status == 0)
                    continue
                }
                guard exists(name + ".partial.journal") else {
                    // Killed before there was anything.
                    continue
                }
                let lines = try journalled(name)
                let outcome = try program.run(
                    "recover", name + ".partial", "--passphrase-file", try program.passphraseFile())
                if outcome.status == 66 {
                    #expect(outcome.errors.contains("nothing had begun"), "\(outcome.errors)")
                    #expect(lines < 3)
                    continue
                }
                #expect(outcome.status == 0, "round \(round): \(outcome.errors)")
                let verdict = try program.run("verify", name)
                #expect(verdict.status == 0, "round \(round): \(verdict.text)")
                let records = try BundleRecords.of(program.home.file(name)).records
                let dropped = records.count < lines ? 1 : 0
                #expect(records.count >= lines - dropped, "round \(round): \(records.count) of \(lines)")
                recovered += 1
            }
            #expect(recovered > 0)
        }
    }

    @Test func aStoppedCaptureIsSealedAsPartial() async throws {
        try await BrowserGate.use {
            let process = try start("stopped.wacz")
            for _ in 0..<300 where !exists("stopped.wacz.partial") { usleep(20_000) }
            usleep(300_000)
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 75)
            let verdict = try program.run("verify", "stopped.wacz")
            #expect(verdict.status == 0)
            #expect(verdict.text.contains("stopped the capture before it was done"), "\(verdict.text)")
        }
    }

    @Test func aCaptureThatIsStoppedTwiceSaysHowToSealIt() async throws {
        try await BrowserGate.use {
            let errors = Pipe()
            let process = try start("twice.wacz", errors: errors)
            for _ in 0..<300 where !exists("twice.wacz.partial") { usleep(20_000) }
            usleep(300_000)
            kill(process.processIdentifier, SIGINT)
            usleep(50_000)
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 75)
            let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
            guard exists("twice.wacz.partial") else { return }
            #expect(said.contains("sealed with: exhibit recover twice.wacz.partial"), "\(said)")
        }
    }

    @Test func theDemonstrationShowsTheWholeWay() async throws {
        try await BrowserGate.use {
            let outcome = try program.tool.run(["demo"], folder: program.home.path)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.text.contains("\nINTACT "))
            #expect(outcome.text.contains("\nNOT AS SEALED (altered) "))
            let files = try FileManager.default.contentsOfDirectory(atPath: program.home.file("exhibit-demo"))
            #expect(files.count == 3)
        }
    }
}
