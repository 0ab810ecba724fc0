import ArgumentParser
import Bytes
import Custody
import Evidence
import Files
import Hashing
import Reading
import Reporting
import Sealing
import Storage
import TransparencyLogs
import VerifyCommand

/// `exhibit custody`: who did what to a bundle, and when.
struct CustodyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "custody",
        abstract: "Show and check the custody log of this machine.",
        discussion: """
            Every bundle that is sealed, recovered or imported here is an entry of an append-only log, signed by who acted. \
            Nothing in the log can be changed or left out without being found by who holds an earlier checkpoint: hand one to \
            somebody else now and then. Without that the log is self-asserted.
            """,
        subcommands: [Show.self, Note.self, Verify.self, Checkpoint.self, Transcript.self, Check.self])

    fileprivate static func rows(_ entries: [CustodyRegister.Entry]) -> String {
        let lines = entries.map { entry -> [String] in
            let details = (entry.details?.json.object ?? []).map { "\($0.name): \($0.value.string ?? "")" }
            return [
                String(entry.index), entry.event.time.text, entry.event.verb.rawValue,
                entry.event.signer().map { $0.commonName ?? $0.subject } ?? "NOT SIGNED",
                entry.details == nil ? "details erased" : details.joined(separator: ", "),
            ].map { SafeText.escaped($0, limit: 300) }
        }
        return TableText.columns([["entry", "time", "what", "signed by", "details"]] + lines)
    }

    /// `exhibit custody show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the events of a bundle, or all.")
        @Argument(help: ArgumentHelp("A bundle.", valueName: "FILE.wacz")) var file: String?

        func run() throws {
            let entries = try CustodyLog.open().entries(of: file.map { try CustodyLog.bundle(of: $0) })
            Output.write(entries.isEmpty ? "the log has no event of it\n" : CustodyCommand.rows(entries))
        }
    }

    /// `exhibit custody note`
    struct Note: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an event: viewed, verified, copied, disclosed, handed over, erased.")
        @Argument(help: ArgumentHelp("A bundle.", valueName: "FILE.wacz")) var file: String
        @Option(help: "viewed, verified, copied, disclosed, handed-over or erased.") var verb: String
        @Option(help: "Why.") var why: String
        @Option(help: "To whom, where the bundle went to somebody.") var to: String?
        @OptionGroup(title: "Key") var key: KeyOptions

        func run() throws {
            let allowed: [CustodyVerb] = [.viewed, .verified, .copied, .disclosed, .handedOver, .erased]
            guard let verb = CustodyVerb(rawValue: verb), allowed.contains(verb) else {
                throw ValidationError(
                    "--verb: must be one of \(allowed.map(\.rawValue).joined(separator: ", "))")
            }
            let bundle = try CustodyLog.bundle(of: file)
            var details = [
                JSONMember("why", .string(why)),
                JSONMember("digest", .string(try FileDigest.sha256(of: file).text)),
                JSONMember("processing", .string(verb.processing)),
            ]
            if let to { details.append(JSONMember("to", .string(to))) }
            let index = try CustodyLog.open().record(
                verb, bundle: bundle, details: details, by: key.unlock(), at: SealingClock.system.now())
            Output.write("entry \(index)\n")
        }
    }

    /// `exhibit custody verify`
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the whole log, and that it goes on from earlier checkpoints.",
            discussion: "Status 0: whole. 1: something is wrong, and named.")
        @Option(help: ArgumentHelp("A checkpoint of before. Repeatable.", valueName: "FILE")) var against:
            [String] = []

        func run() throws {
            let register = try CustodyLog.open()
            let check = try register.check()
            var problems = check.problems
            for path in against {
                let note = SignedNote(try WholeFile.read(path, maximumBytes: 1 << 20))
                let isGood = try note.map { try register.isContinuation(of: $0) } ?? false
                if !isGood {
                    problems.append(
                        "the log does not go on from the checkpoint \(path): it was rewritten, or is another")
                }
            }
            for problem in problems { Output.say(SafeText.escaped(problem, limit: 400)) }
            guard problems.isEmpty else { throw ExitStatus.notAsSealed.code }
            let held =
                against.isEmpty
                ? "; self-asserted: no earlier checkpoint was given"
                : ", and goes on from \(against.count) earlier"
            Output.write("the log is whole: \(check.entries) entries\(held)\n")
        }
    }

    /// `exhibit custody checkpoint`
    struct Checkpoint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the log's checkpoint, to be kept by somebody else.")

        func run() throws {
            let register = try CustodyLog.open()
            Output.write(String(decoding: try register.log.note().note.serialized, as: UTF8.self))
            Output.say("key of the log: \(register.log.key.text)")
        }
    }

    /// `exhibit custody transcript`
    struct Transcript: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the events of a bundle with their proofs into one file.")
        @Argument(help: ArgumentHelp("A bundle.", valueName: "FILE.wacz")) var file: String
        @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE.json"))
        var output: String

        func run() throws {
            let bytes = try Custody.Transcript.make(of: CustodyLog.bundle(of: file), in: CustodyLog.open())
            try WholeFile.create(output, bytes, mode: 0o644)
            Output.write(SafeText.escaped(output, limit: 4096) + "\n")
        }
    }

    /// `exhibit custody check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a transcript by itself.",
            discussion:
                "Status 0: every event is proven and signed. 1: one is not. 2: the log's key is not the one that was given."
        )
        @Argument(help: ArgumentHelp("A transcript.", valueName: "FILE.json")) var file: String
        @Option(help: ArgumentHelp("The key of the log, as its force told it.", valueName: "KEY")) var log:
            String?

        func run() throws {
            let reading: Custody.Transcript.Reading
            do {
                reading = try Custody.Transcript.read(WholeFile.read(file, maximumBytes: 64 << 20))
            } catch let error as Custody.Transcript.Failure {
                throw CommandError(.notAsSealed, error.description)
            }
            Output.write("\(reading.bundle)\n" + CustodyCommand.rows(reading.entries))
            guard let log else {
                Output.say(
                    "proven by the log \(SafeText.escaped(reading.log.text)); compare that key with what its force told you"
                )
                throw ExitStatus.cannotBeVerified.code
            }
            guard log == reading.log.text else {
                Output.say("the transcript is of another log: \(SafeText.escaped(reading.log.text))")
                throw ExitStatus.cannotBeVerified.code
            }
        }
    }
}
