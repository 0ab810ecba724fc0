import ArgumentParser
import Bytes
import Capture
import Demo
import Evidence
import Files
import Hashing
import Sealing
import Storage
import Threads
import Verifier
import VerifyCommand
import Wire

/// `exhibit demo`: the whole way, without the internet.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Capture, seal and check a post of a small site on this machine; no internet is needed.",
        discussion: """
            Serves a made-up post with TLS on loopback, captures it with Chromium through the recording proxy, seals it with a \
            key made for the occasion, verifies the bundle, changes one byte in a copy and shows that this is found. \
            Everything is left in a new folder here.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("A new folder for the files.", valueName: "FOLDER"))
    var output = "exhibit-demo"

    func run() throws {
        let folder = try Self.freshFolder(output)
        let control = CaptureControl()
        try Interruption.watch(control)
        try BlockingThread.run {
            do { try DemoRun(folder: folder, control: control).run() } catch { CommandError.end(with: error) }
        }
    }

    private static func freshFolder(_ name: String) throws -> String {
        let free = ([name] + (2...999).map { "\(name)-\($0)" }).first { !Folder.exists($0) } ?? name
        guard !Folder.exists(free) else {
            throw CommandError(.cannotCreate, "\(SafeText.escaped(name)): is taken")
        }
        try Folder.create(free)
        return free
    }
}
