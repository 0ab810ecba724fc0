import ArgumentParser
import Bytes
import Vault
import VerifyCommand

/// `exhibit find`
struct FindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find exhibits by the words in them.",
        discussion: """
            Looks in the texts of posts and answers, names of authors, addresses, and titles, for exhibits in which every word \
            occurs. Several words in quotes are looked for as a phrase; an asterisk at the end of a word stands for any ending. \
            Words of exhibits that a report calls under 18 or intimate image are not in the catalogue: these are found by \
            address and title only.
            """)

    @Argument(help: ArgumentHelp("What to look for.", valueName: "WORD")) var words: [String]
    @OptionGroup var place: VaultOptions
    @OptionGroup var which: FilterOptions

    func run() throws {
        let vault = try place.open()
        let (found, hasMore) = try vault.catalogue.find(words, which.filter(vault), limit: which.limit)
        guard !which.json else {
            _ = Output.write(
                ExhibitTable.json(found.map(\.entry), total: nil, words: found.map(\.words)))
            return
        }
        guard !found.isEmpty else { return Output.say("nothing was found") }
        Output.write(ExhibitTable.text(found.map(\.entry)))
        Output.write("\n")
        for (entry, words) in found where !words.isEmpty {
            Output.write(
                "\(SafeText.escaped(entry.name)): \(SafeText.escaped(words.replacing("\n", with: " ")))\n")
        }
        if hasMore { Output.say("and more; --limit shows more, further words make it fewer") }
    }
}
