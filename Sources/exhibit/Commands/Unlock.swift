import ArgumentParser
import Bytes
import Evidence
import Foundation
import OfficerKeys
import Signing
import VerifyCommand

/// `exhibit unlock`: one passphrase for a batch, or for a stated time.
struct Unlock: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Unlock the key for a while, so that captures ask for no passphrase.",
        discussion: """
            A process of yours holds the key in memory until the time is over, you log out, or you say: exhibit lock. \
            It signs what this program makes and nothing else, and for your own processes alone.
            """)

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("For how long: 30m, 8h; 12 hours at most.", valueName: "TIME"))
    var time = "30m"
    @OptionGroup var key: KeyOptions

    func run() throws {
        let seconds = try Self.seconds(time)
        let folder = try OfficerKey.folder()
        if let (_, until) = try AgentSigner.running(for: folder) {
            throw CommandError(
                .cannotCreate, "the key is unlocked already, until \(until); lock it with: exhibit lock")
        }
        // Asked here, where a wrong one can be told; the process that holds the key gets it over a pipe.
        var entered: Passphrase?
        _ = try key.open(folder) { passphrase in
            entered = passphrase
            return try folder.open(passphrase)
        }
        guard let entered else { throw CommandError(.usage, "this key needs no passphrase") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["hold-key", "--seconds", String(seconds), "--passphrase-fd", "0"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        entered.withCopy { try? input.fileHandleForWriting.write(contentsOf: $0) }
        try? input.fileHandleForWriting.close()
        let words = try output.fileHandleForReading.readToEnd() ?? Data()
        guard !words.isEmpty else { throw CommandError(.software, "the key could not be held in memory") }
        Output.write(String(decoding: words, as: UTF8.self))
    }

    /// `90s`, `30m`, `8h`.
    static func seconds(_ text: String) throws -> Int64 {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()), number > 0,
            number <= 43_200, number * unit <= 43_200
        else { throw ValidationError("--for: must be like 30m or 8h, 12 hours at most") }
        return number * unit
    }
}

/// `exhibit lock`
struct Lock: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Forget the unlocked key at once.")

    func run() throws {
        let done = try AgentSigner.lock(OfficerKey.folder())
        Output.write(done ? "the key is locked\n" : "the key was not unlocked\n")
    }
}

/// `exhibit hold-key`: the process that holds an unlocked key. Not for people.
struct HoldKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold-key", abstract: "Hold the unlocked key.", shouldDisplay: false)

    @Option var seconds: Int64
    @OptionGroup var key: KeyOptions

    func run() throws {
        SigningAgent.guardMemory()
        let folder = try OfficerKey.folder()
        let officer = try key.open(folder) { try folder.open($0) }
        let clock = SealingClock.system
        let end = Timestamp(seconds: clock.now().seconds + min(max(1, seconds), 43_200))
        try SigningAgent.serve(officer, of: folder, until: end, clock: clock) {
            Output.write("the key is unlocked until \(end.text)\n")
            // Whoever started this waits for the end of its output.
            close(STDOUT_FILENO)
        }
    }
}
