import ArgumentParser
import Bytes
import Custody
import Files
import TransparencyLogs
import VerifyCommand

extension CustodyCommand {
    /// `exhibit custody verify`
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the whole log, and that it goes on from earlier checkpoints.",
            discussion: "Status 0: whole. 1: something is wrong, and named.")
        @Option(help: ArgumentHelp("A checkpoint of before. Repeatable.", valueName: "FILE")) var against:
            [String] = []
        @Option(help: ArgumentHelp("Timestamp authorities that you trust.", valueName: "ROOTS.pem"))
        var tsaTrust: [String] = []
        @Option(help: ArgumentHelp("The key of a witness that you trust. Repeatable.", valueName: "KEY"))
        var witness: [String] = []

        func run() throws {
            let register = try CustodyLog.open()
            let check = try register.check()
            guard check.isReadable else {
                for problem in check.problems { Output.say(SafeText.escaped(problem, limit: 400)) }
                throw ExitStatus.notAsSealed.code
            }
            let vouching = try register.vouchers(
                witnesses: WitnessList.keys(witness),
                timestampRoots: tsaTrust.flatMap { try CaptureOptions.certificates($0, "--tsa-trust") })
            var problems = check.problems + vouching.problems
            var vouchers = vouching.found.count
            for voucher in vouching.found {
                Output.say(
                    "\(voucher.size) entries were seen by \(SafeText.escaped(voucher.name, limit: 100)) at \(voucher.time.text)"
                )
            }
            for path in against {
                let note = SignedNote(try WholeFile.read(path, maximumBytes: 1 << 20))
                let name = SafeText.escaped(path, limit: 4096)
                switch try note.map(register.standing) ?? .another {
                case .continued: vouchers += 1
                case .lost(let kept):
                    Output.say(
                        "\(name): is of before the log was restored with \(kept) entries; what stood behind is lost by that"
                    )
                case .ahead:
                    problems.append(
                        "\(name): is of more entries than the log has; it was put back, or cut short")
                case .rewritten:
                    problems.append("the log does not go on from the checkpoint \(name): it was rewritten")
                case .another: problems.append("\(name): is no checkpoint of this log")
                }
            }
            for capture in check.open {
                Output.say(
                    "a capture that was begun at \(capture.begun.text) has no end: \(capture.bundle.urn)")
            }
            for problem in problems { Output.say(SafeText.escaped(problem, limit: 400)) }
            guard problems.isEmpty else { throw ExitStatus.notAsSealed.code }
            let held =
                vouchers == 0
                ? "; self-asserted: nobody that you named vouches for it (--against, --witness, --tsa-trust)"
                : ", and goes on from \(vouchers) earlier"
            Output.write("the log is whole: \(check.entries) entries\(held)\n")
        }
    }
}
