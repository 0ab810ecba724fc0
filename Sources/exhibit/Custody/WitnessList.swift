import ArgumentParser
import Bytes
import Custody
import Files
import Hashing
import Messages
import Reporting
import Storage
import TransparencyLogs
import VerifyCommand
import Witnessing

/// `exhibit custody witness`: the witnesses of this log.
struct WitnessList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness", abstract: "Name witnesses of the log, and ask them.",
        discussion: """
            A witness, of another force, signs the log's checkpoint when the log goes on from the one that it saw before. So the log \
            cannot be written anew without their knowledge.
            """, subcommands: [Add.self, List.self, Ask.self])

    private static let mostBytes = 1 << 20

    /// Keys that an option gives.
    static func keys(_ texts: [String]) throws -> [NoteVerifierKey] {
        try texts.map { text in
            guard let key = NoteVerifierKey(text), key.kind == .cosignature else {
                throw ValidationError("\(SafeText.escaped(text, limit: 200)): is no key of a witness")
            }
            return key
        }
    }

    private static func path(_ register: CustodyRegister) -> String { register.log.folder + "/witnesses" }

    private static func read(_ register: CustodyRegister) throws -> [WitnessClient] {
        let path = path(register)
        guard Folder.exists(path) else { return [] }
        let text = String(decoding: try WholeFile.read(path, maximumBytes: mostBytes), as: UTF8.self)
        return try text.split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            guard words.count == 2, let key = try keys([String(words[0])]).first,
                let address = HTTPAddress(String(words[1]))
            else { throw CommandError(.badInput, "\(path): a line is not a key and an address") }
            return WitnessClient(key, at: address)
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Name a witness.")
        @Argument(help: ArgumentHelp("Its key, as it told it.", valueName: "KEY")) var key: String
        @Argument(help: ArgumentHelp("Where it is asked.", valueName: "URL")) var url: String

        func run() throws {
            guard let key = try keys([key]).first, let address = HTTPAddress(url) else {
                throw ValidationError("\(SafeText.escaped(url)) must be an http or https address")
            }
            let register = try CustodyLog.open()
            let known = try read(register).filter { $0.key != key } + [WitnessClient(key, at: address)]
            let text = known.map { "\($0.key.text) \($0.address.text)\n" }.joined()
            try WholeFile.replace(path(register), Array(text.utf8))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the witnesses.")

        func run() throws {
            let witnesses = try read(CustodyLog.open())
            Output.write(
                TableText.columns(
                    [["key", "address"]]
                        + witnesses.map {
                            [SafeText.escaped($0.key.text), SafeText.escaped($0.address.text)]
                        }))
        }
    }

    struct Ask: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask all witnesses to sign the log's checkpoint.",
            discussion:
                "Status 0: all signed. 1: one saw another log before. 69: one could not be asked, or refused."
        )

        func run() throws {
            let register = try CustodyLog.open()
            let witnesses = try read(register)
            guard !witnesses.isEmpty else {
                throw CommandError(
                    .noInput, "the log has no witness; name one with: exhibit custody witness add")
            }
            let (note, now) = try register.log.note()
            var worst = ExitStatus.success
            for witness in witnesses {
                let name = SafeText.escaped(witness.key.name, limit: 100)
                do {
                    let signed = try witness.cosign(note, size: now.size) {
                        try register.consistency(of: $0, with: now.size)
                    }
                    try register.vouched.keep(cosigned: signed)
                    Output.write("\(name) signed \(now.size) entries\n")
                } catch let error as WitnessFailure {
                    Output.say("\(name): \(SafeText.escaped(error.description, limit: 400))")
                    switch error {
                    case .conflict, .ahead:
                        worst = .notAsSealed
                        // What it saw is proof, and is kept.
                        if let seen = try? witness.lastCheckpoint(ofLog: now.origin) {
                            _ = try register.standing(of: seen)
                        }
                    default: if worst == .success { worst = .unavailable }
                    }
                }
            }
            guard worst == .success else { throw worst.code }
        }
    }
}
