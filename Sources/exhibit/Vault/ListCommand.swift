import ArgumentParser
import Bytes
import Vault
import VerifyCommand

/// `exhibit list`
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the exhibits of the vault, the newest first.",
        discussion: """
            What is listed comes from the catalogue; no bundle is opened, and the log notes nothing. Of exhibits that a report \
            calls under 18 or intimate image, neither author nor title of the page is in the list.
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var which: FilterOptions

    func run() throws {
        let vault = try place.open()
        let (entries, total) = try vault.catalogue.list(which.filter(vault), limit: which.limit)
        guard !which.json else {
            _ = Output.write(ExhibitTable.json(entries, total: total))
            return
        }
        guard total > 0 else { return Output.say("no exhibits") }
        Output.write(ExhibitTable.text(entries))
        if total > entries.count {
            Output.say(
                "and \(total - entries.count) more of \(total); --limit shows more, --case and --tag choose")
        }
    }
}
