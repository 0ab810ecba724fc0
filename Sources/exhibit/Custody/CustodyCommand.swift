import ArgumentParser
import Bytes
import Custody
import CustodyEvents
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
            Every capture that is begun here, and every bundle that is sealed, recovered or imported, is an entry of an append-only log, signed by who acted. \
            Nothing in the log can be changed or left out without being found by who holds an earlier checkpoint: hand one to \
            somebody else now and then. Without that the log is self-asserted.
            """,
        subcommands: [
            Show.self, Note.self, Erase.self, Verify.self, Checkpoint.self, Transcript.self, Key.self,
            Timestamp.self, WitnessList.self,
            Restore.self,
        ])

    fileprivate static func rows(_ entries: [CustodyRegister.Entry]) -> String {
        let lines = entries.map { entry -> [String] in
            return [
                String(entry.index), entry.event.time.text, entry.event.verb.rawValue,
                entry.event.signer()?.holder ?? "NOT SIGNED",
                entry.event.verb.processing,
                entry.details == nil
                    ? "details erased"
                    : (entry.details?.facts ?? []).map { "\($0.name): \($0.text)" }.joined(separator: ", "),
            ].map { SafeText.escaped($0, limit: 300) }
        }
        return TableText.columns([["entry", "time", "what", "signed by", "processing", "details"]] + lines)
    }

    /// `exhibit custody show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the events of a bundle, or all.")
        @Argument(help: ArgumentHelp("A bundle, or an exhibit as SJ/1.", valueName: "FILE.wacz")) var file:
            String?

        func run() throws {
            let entries = try CustodyLog.open().entries(of: file.map { try CustodyLog.bundle(of: $0) })
            Output.write(entries.isEmpty ? "the log has no event of it\n" : CustodyCommand.rows(entries))
        }
    }

    /// `exhibit custody note`
    struct Note: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an event: viewed, verified, copied, disclosed, handed over.")
        @Argument(help: ArgumentHelp("A bundle, or an exhibit as SJ/1.", valueName: "FILE.wacz")) var file:
            String
        @Option(help: "viewed, verified, copied, disclosed or handed-over.") var verb: String
        @Option(help: "Why.") var why: String
        @Option(help: "To whom, where the bundle went to somebody.") var to: String?
        @OptionGroup(title: "Key") var key: KeyOptions

        func validate() throws { try Reason.validate(why) }

        func run() throws {
            let allowed: [CustodyVerb] = [.viewed, .verified, .copied, .disclosed, .handedOver]
            guard let verb = CustodyVerb(rawValue: verb), allowed.contains(verb) else {
                throw ValidationError(
                    "--verb: must be one of \(allowed.map(\.rawValue).joined(separator: ", "))")
            }
            let argument = try ExhibitArgument.resolve(file)
            let bundle = try argument.bundle()
            let digest = try argument.digest()
            var details = [
                JSONMember("why", .string(why)),
                JSONMember("digest", .string(digest.text)),
                JSONMember("processing", .string(verb.processing)),
            ]
            if let to { details.append(JSONMember("to", .string(to))) }
            let (register, officer) = (try CustodyLog.open(), try key.unlock())
            try register.require(verb.role, of: officer)
            let index = try register.record(
                verb, bundle: bundle, details: details, by: officer, at: SealingClock.system.now())
            if let other = try register.otherDigest(of: bundle, than: digest) {
                Output.say(
                    "another file has this bundle's name: the log tells of one with the digest \(other)")
            }
            Output.write("entry \(index)\n")
        }
    }

    /// `exhibit custody erase`
    struct Erase: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Erase what an event says in detail; the event stays, and one that says that it was erased.")
        @Argument(help: ArgumentHelp("The event, as show numbers it.", valueName: "ENTRY")) var entry: Int
        @Option(help: "Why.") var why: String
        @OptionGroup(title: "Key") var key: KeyOptions

        func validate() throws { try Reason.validate(why) }

        func run() throws {
            let register = try CustodyLog.open()
            if let event = try register.entry(at: entry)?.event, event.verb == .catalogued {
                throw CommandError(
                    .usage,
                    event.bundle == nil
                        ? "entry \(entry) opens a case; it is needed as long as the vault is"
                        : "entry \(entry) gives an exhibit its reference; to have that erased: exhibit dispose"
                )
            }
            let index = try register.erase(
                detailsOf: entry, why: why, by: key.unlock(), at: SealingClock.system.now())
            Output.write("entry \(index)\n")
        }
    }

    /// `exhibit custody checkpoint`
    struct Checkpoint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the log's checkpoint, to be kept by somebody else.")

        func run() throws {
            let register = try CustodyLog.open()
            let note = try register.vouched.cosigned(register.log.note().note)
            Output.write(String(decoding: note.serialized, as: UTF8.self))
            Output.say("key of the log: \(register.log.key.text)")
        }
    }
}
