import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Files
import Reading
import Storage
import TransparencyLogs
import VerifyCommand

extension CustodyCommand {
    /// `exhibit custody transcript`
    struct Transcript: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the events of a bundle with their proofs into one file.",
            discussion:
                "Anyone can check it, alone or beside the bundle: exhibit-verify --transcript FILE.json")
        @Argument(help: ArgumentHelp("A bundle, or an exhibit of the vault.", valueName: "EXHIBIT")) var file:
            String
        @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE.json"))
        var output: String
        @OptionGroup(title: "Key, for an exhibit that is kept encrypted") var key: KeyOptions

        func run() throws {
            let argument = try ExhibitArgument.resolve(file)
            let named = try named(argument)
            let transcript = try CustodyLog.open().transcript(of: argument.bundle(), naming: named)
            try WholeFile.create(output, transcript.serialized, mode: 0o644)
            Output.write(SafeText.escaped(output, limit: 4096) + "\n")
            Output.say("key of the log: \(transcript.log.text)")
        }

        /// The checkpoint that the bundle's statement names. To see it an exhibit that is kept encrypted is opened, which is an event.
        private func named(_ argument: ExhibitArgument) throws -> SignedNote? {
            if argument.isClosed {
                let (officer, opening) = try key.unlock(toRead: [argument])
                try argument.note(.viewed, why: "to write its transcript", by: officer)
                try argument.open(with: opening)
            }
            let statement = try ReadableBundle(path: argument.path).statement().statement
            return statement.custody.flatMap { SignedNote(Array($0.utf8)) }
        }
    }
}
