import ArgumentParser
import Bytes
import Capture
import Custody
import Evidence
import Hashing
import OfficerKeys
import Synchronization
import Threads
import TransparencyLogs
import VerifyCommand
import Wire
import Witnessing

/// `exhibit witness`: to be a witness of other forces' logs.
struct WitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness", abstract: "Be a witness of another force's custody log.",
        subcommands: [Serve.self, Key.self])

    private static func open(_ logs: [NoteVerifierKey]) throws -> Witness {
        let folder = try OfficerKey.folder()
        let force = CustodyRegister.name((try? folder.certificate().organization) ?? "force")
        return try Witness(
            folder: folder.path + "/witness", name: force + ".witness", logs: logs, clock: .system)
    }

    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign checkpoints of logs that go on from what was signed before (C2SP tlog-witness).",
            discussion: """
                Listens on this machine only; a web server before it makes it reachable for others, with TLS. Signs for the logs that are \
                named, and keeps what it signed last of each.
                """)
        @Option(help: ArgumentHelp("The port on 127.0.0.1; 0 for any.", valueName: "127.0.0.1:PORT"))
        var listen: String
        @Option(help: ArgumentHelp("The key of a log, as its force told it. Repeatable.", valueName: "KEY"))
        var log: [String]

        func run() throws {
            let host = "127.0.0.1:"
            guard listen.hasPrefix(host), let port = Int(listen.dropFirst(host.count)),
                (0...65_535).contains(port)
            else { throw ValidationError("--listen: must be 127.0.0.1: and a port") }
            let logs = log.compactMap { NoteVerifierKey($0) }.filter { $0.kind == .ed25519 }
            guard !logs.isEmpty, logs.count == log.count else {
                throw ValidationError("--log: must be like NAME+12345678+…, the key of a log")
            }
            let witness = try open(logs)
            let control = CaptureControl()
            try Interruption.watch(control)
            let server = try WitnessServer.start(witness, port: port) { error in
                Output.say("a checkpoint could not be kept: \(SafeText.escaped("\(error)", limit: 400))")
            }
            Output.write("http://\(host)\(server.port)/ \(witness.key.text)\n")
            control.waitUntilStopped()
            server.stop()
        }
    }

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the witness's key, for those who name it.")

        func run() throws { Output.write(try open([]).key.text + "\n") }
    }
}
