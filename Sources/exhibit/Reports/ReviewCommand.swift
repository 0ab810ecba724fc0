import ArgumentParser
import Bytes
import Glibc
import Intake
import Reading
import Reporting
import Sealing
import VerifyCommand

extension ReportsCommand {
    /// `exhibit reports review`
    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Settle, report by report, which role the platform played.",
            discussion: """
                One report a screen: what was reported, the captured post, and the role that the words suggest. Enter \
                confirms it; t, v, m, o and u choose another; b takes the last decision back; n leaves one for later; q \
                ends. What was decided is kept at once. With --second another officer decides without seeing the first \
                decisions, and the end says how far both agree.
                """)

        @Flag(help: "A second reviewer's pass.") var second = false
        @Option(
            name: .customLong("as"), help: "Who decides (default: the name in the officer's certificate).")
        var name: String?
        @Option(
            help: ArgumentHelp(
                "Reviewing rules in place of those that come with the program.", valueName: "FILE.json"))
        var rules: String?
        @OptionGroup(title: "Reports") var options: ReportOptions

        func run() throws {
            guard let by = name ?? ReportOptions.officerName(), !by.isEmpty else {
                throw CommandError(.usage, "nobody is named who decides: give --as NAME")
            }
            guard let rules = try ReviewSession.rules(rules) else {
                throw CommandError(.badInput, "--rules: the file is not in the form of role-rules.json")
            }
            let store = try options.open()
            guard try !store.hasDecided(by, pass: second ? 1 : 2) else {
                throw CommandError(
                    .unavailable,
                    "\(SafeText.escaped(by)) has decided in the \(second ? "first" : "second") pass; the \(second ? "second" : "first") is another officer's, with a key of their own or named by --as"
                )
            }
            try ReviewSession(store: store, rules: rules, pass: second ? 2 : 1, by: by).run()
            let (done, total) = try store.progress(pass: second ? 2 : 1)
            Output.say("\(done) of \(total) report\(total == 1 ? " is" : "s are") reviewed")
            if second {
                let agreement = try store.agreement()
                Output.say(Self.words(agreement))
            }
        }

        private static func words(_ agreement: ReportStore.Agreement) -> String {
            guard agreement.both > 0 else { return "no report was decided by both reviewers" }
            let share = agreement.same * 1000 / agreement.both
            let kappa = agreement.kappa.map { kappa -> String in
                let hundredths = Int((kappa * 100).rounded())
                let digits = abs(hundredths) % 100
                return
                    ", Cohen's kappa \(hundredths < 0 ? "−" : "")\(abs(hundredths) / 100).\(Digits.padded(digits))"
            }
            return
                "both reviewers decided \(agreement.both) reports, \(agreement.same) alike: \(share / 10).\(share % 10) %\(kappa ?? "")"
        }
    }
}
