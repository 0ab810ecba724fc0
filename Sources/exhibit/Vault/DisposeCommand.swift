import ArgumentParser
import Bytes
import Evidence
import Vault
import VerifyCommand

/// `exhibit dispose`
struct DisposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispose", abstract: "Remove the bundle of an exhibit for ever.",
        discussion: """
            The bundle, what lies beside it, and its words in the catalogue are removed. In the custody log it stays that the \
            exhibit was here, who disposed of it, when, and why; its reference is never given again. Copies elsewhere, and \
            backups, are not reached.
            """)

    @Argument(help: ArgumentHelp("An exhibit, as SJ/1.", valueName: "EXHIBIT")) var exhibit: String
    @Option(help: "Why.") var reason: String
    @Flag(help: "Do not ask again at a terminal.") var yes = false
    @OptionGroup var place: VaultOptions
    @OptionGroup var key: KeyOptions

    func validate() throws { try Reason.validate(reason, option: "--reason") }

    func run() throws {
        let vault = try place.open()
        let entry = try ExhibitArgument.entry(exhibit, in: vault)
        let name = SafeText.escaped(entry.name)
        guard entry.disposed == nil || vault.bundles.has(entry.bundle) else {
            throw CommandError(.noInput, "\(name): was disposed of on \(entry.disposed ?? "")")
        }
        if !yes, Terminal.isInteractive {
            Output.say("\(name): \(SafeText.escaped(ExhibitTable.subject(entry)))")
            guard try Terminal.confirm("Remove it for ever?") else {
                throw CommandError(.interrupted, "nothing was removed")
            }
        }
        try vault.dispose(entry, why: reason, by: key.unlock(), at: SealingClock.system.now())
        Output.write("\(name): was disposed of\n")
    }
}
