import ArgumentParser
import Evidence
import Hashing
import VerifyCommand

/// Verification alone: no network, no browser, no database.
@main
struct ExhibitVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exhibit-verify",
        abstract: "Check whether bundles are as they were sealed, and by whom.",
        discussion: Verify.configuration.discussion,
        version: "exhibit-verify \(SoftwareVersion.text), \(OpenSSLVersion.text)",
        subcommands: [Verify.self, TrustCommand.self], defaultSubcommand: Verify.self)

    static func main() {
        ProcessGuard.install()
        main(nil)
    }
}
