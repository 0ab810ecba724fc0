import ArgumentParser
import Evidence
import Hashing
import Reporting
import VerifyCommand

/// The officer's program: one subcommand a file, in `Commands`.
@main
struct Exhibit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exhibit",
        abstract: "Keep reported posts as evidence, and check what was kept.",
        discussion: """
            A bundle is one .wacz file: a web archive, and signed, so that anyone can check that nothing in it has \
            changed. Begin with: exhibit init
            """,
        version: """
            exhibit \(SoftwareVersion.text), \(OpenSSLVersion.text)
            \(VerifyPage.name) \(VerifyPage.digest.text)
            """,
        subcommands: [
            Init.self,
            KeyCommand.self,
            Unlock.self,
            Lock.self,
            HoldKey.self,
            CaptureCommand.self,
            RecordCommand.self,
            RecaptureCommand.self,
            ProfileCommand.self,
            RecordProxy.self,
            DemoCommand.self,
            Doctor.self,
            Recover.self,
            Show.self,
            ImportCommand.self,
            CaseCommand.self,
            ListCommand.self,
            FindCommand.self,
            TagCommand.self,
            RetainCommand.self,
            DisposeCommand.self,
            VaultCommand.self,
            CustodyCommand.self,
            ReportCommand.self,
            TimelineCommand.self,
            PreservationCommand.self,
            EncryptCommand.self,
            OpenCommand.self,
            HandoverCommand.self,
            ReceiptCommand.self,
            Disclose.self,
            WitnessCommand.self,
            ReportsCommand.self,
            StatsCommand.self,
            PostsCommand.self,
            Extract.self,
            VerifyExhibits.self,
            TimestampCommand.self,
            Renew.self,
            Pack.self,
        ])

    static func main() async {
        ProcessGuard.install()
        do {
            try CommandSuggestion.check(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            CommandError.end(with: error)
        }
    }
}
