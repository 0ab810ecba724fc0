import ArgumentParser
import Evidence
import Verifier
import VerifyCommand

/// What who takes a handover trusts: people, authorities, logs.
struct HandoverTrust: ParsableArguments {
    @OptionGroup var trusted: TrustOptions
    @OptionGroup var keys: LogKeyOptions

    /// Checks a bag with all of it.
    func check(_ bag: String) throws -> CheckedHandover {
        try CheckedHandover.check(
            bag,
            options: VerifyOptions(anchors: trusted.anchors(), now: SealingClock.system.now()),
            custody: keys.trust)
    }
}
