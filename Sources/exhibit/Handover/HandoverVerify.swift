import ArgumentParser
import Verifier
import VerifyCommand

/// `exhibit handover verify`
struct HandoverVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a handover: that it is whole and as signed, and every bundle in it.",
        discussion: """
            Status 0: all is as it was signed and sealed, by whom you trust. 1: something is not. 2: something cannot be \
            verified, for example because nothing that you gave ties a key to a person, or the bag is of another maker. No \
            network is used. A ZIP file is unpacked into $TMPDIR, or else /tmp, for as long as it is checked.
            """)

    @Argument(help: ArgumentHelp("A handover, as a folder or a ZIP file.", valueName: "BAG")) var bag: String
    @OptionGroup var trust: HandoverTrust
    @Flag(help: "Print one JSON object, as verify does: the handover first, then each bundle.") var json =
        false

    func run() throws {
        let checked = try trust.check(bag)
        Output.write(json ? VerdictJSON.report(checked.verdicts(name: bag)) : checked.report(name: bag))
        throw Self.exit(checked.status).code
    }

    static func exit(_ status: Verdict.Status) -> ExitStatus {
        switch status {
        case .intact: .success
        case .notAsSealed: .notAsSealed
        case .cannotBeVerified: .cannotBeVerified
        }
    }
}
