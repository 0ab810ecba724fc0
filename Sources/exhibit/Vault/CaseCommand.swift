import ArgumentParser
import Bytes
import Evidence
import Reporting
import Vault
import VerifyCommand

/// `exhibit case`
struct CaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Open and list cases.", subcommands: [New.self, List.self])

    /// `exhibit case new`
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open a case, so that exhibits can be put into it.",
            discussion: "References of exhibits count anew in each case.")
        @Argument(
            help: ArgumentHelp("How your force calls it, as OP-HERON or NG/2931/26.", valueName: "REFERENCE"))
        var reference: String
        @Option(help: "A title.") var title = ""
        @OptionGroup var place: VaultOptions
        @OptionGroup var key: KeyOptions

        func run() throws {
            let vault = try place.open()
            try vault.openCase(reference, title: title, by: key.unlock(), at: SealingClock.system.now())
            Output.write("case \(SafeText.escaped(reference))\n")
        }
    }

    /// `exhibit case list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the cases.")
        @OptionGroup var place: VaultOptions

        func run() throws {
            let cases = try place.open().catalogue.cases()
            guard !cases.isEmpty else { return Output.say("no cases; open one with: exhibit case new") }
            let rows = cases.map {
                [$0.reference, String($0.exhibits), String($0.opened.prefix(10)), $0.by, $0.title].map {
                    SafeText.escaped($0)
                }
            }
            Output.write(TableText.columns([["case", "exhibits", "opened", "by", "title"]] + rows))
        }
    }
}
