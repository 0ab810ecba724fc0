import ArgumentParser
import CustodyCheck
import Evidence
import TransparencyLogs
import Verifier
import VerifyCommand

/// What who takes a handover trusts: people, authorities, logs.
struct HandoverTrust: ParsableArguments {
    @OptionGroup var trusted: TrustOptions
    @Option(
        help: ArgumentHelp(
            "The key of the custody log, as its force told it; without one, the giver's word counts. Repeatable.",
            valueName: "KEY"))
    var log: [String] = []
    @Option(help: ArgumentHelp("The key of a witness that you trust. Repeatable.", valueName: "KEY"))
    var witness: [String] = []

    func validate() throws {
        guard log.allSatisfy({ NoteVerifierKey($0)?.kind == .ed25519 }) else {
            throw ValidationError("--log: must be like NAME+12345678+…, the key of a log")
        }
        guard witness.allSatisfy({ NoteVerifierKey($0)?.kind == .cosignature }) else {
            throw ValidationError("--witness: must be like NAME+12345678+…, the key of a witness")
        }
    }

    /// Checks a bag with all of it.
    func check(_ bag: String) throws -> CheckedHandover {
        try CheckedHandover.check(
            bag,
            options: VerifyOptions(anchors: trusted.anchors(), now: SealingClock.system.now()),
            custody: CustodyTrust(
                logs: log.compactMap { NoteVerifierKey($0) },
                witnesses: witness.compactMap { NoteVerifierKey($0) }))
    }
}
