import ArgumentParser
import Bytes
import Custody
import Evidence
import Hashing
import Messages
import Timestamping
import TransparencyLogs
import VerifyCommand

extension CustodyCommand {
    /// `exhibit custody timestamp`
    struct Timestamp: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have a timestamp authority say that the log's checkpoint exists now.",
            discussion: """
                After that nobody, not even who holds the log's key, can put an event before it. To be run once a day: with --daily \
                it does nothing when the last timestamp is less than a day old.
                """)
        @Option(help: ArgumentHelp("A timestamp authority. Repeatable.", valueName: "URL")) var tsa: [String]
        @Option(help: ArgumentHelp("The policy to ask them for.", valueName: "OID")) var tsaPolicy: String?
        @Option(
            help: ArgumentHelp(
                "Take timestamps only of authorities that these certificates vouch for. Repeatable.",
                valueName: "FILE"))
        var tsaTrust: [String] = []
        @Flag(help: "Do nothing when the last timestamp is less than a day old.") var daily = false

        private static let daySeconds: Int64 = 86_400

        func run() throws {
            let register = try CustodyLog.open()
            if daily, let last = try register.lastTimestamp(),
                SealingClock.system.now().seconds < last.seconds + Self.daySeconds
            {
                return Output.say("the last timestamp is of \(last.text)")
            }
            let note = try register.log.note().note
            let asked = try TimestampOptions.authorities(
                tsa, policy: tsaPolicy,
                anchors: tsaTrust.flatMap { try CaptureOptions.certificates($0, "--tsa-trust") })
            let tokens = TimestampAuthorities(asked, clock: .system) { authority, error in
                Output.say("\(SafeText.escaped(authority.address.text)) gave no timestamp: \(error)")
            }.tokens(over: Array(note.text.utf8))
            guard !tokens.isEmpty else {
                throw CommandError(.unavailable, "no authority gave a timestamp; the log is as it was")
            }
            for token in tokens {
                try register.vouched.keep(token: token.der, over: note)
                Output.write(TimestampOptions.line(token) + "\n")
            }
        }
    }
}
