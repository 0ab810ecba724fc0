import ArgumentParser
import Bytes
import Vault
import VerifyCommand

/// Which exhibits are asked for.
struct FilterOptions: ParsableArguments, Sendable {
    @Option(
        name: .customLong("case"),
        help: ArgumentHelp("Of this case only; \"\" for those in none.", valueName: "REFERENCE"))
    var casework: String?
    @Option(help: "With this tag only.") var tag: String?
    @Option(help: ArgumentHelp("Captured for this report only.", valueName: "REFERENCE")) var report: String?
    @Flag(help: "Those that were disposed of, too.") var disposed = false
    @Option(help: ArgumentHelp("At most so many, the newest first.", valueName: "N")) var limit = 100
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard (1...10_000_000).contains(limit) else {
            throw ValidationError("--limit: must be a number from 1")
        }
    }

    func filter(_ vault: ExhibitVault) throws -> Catalogue.Filter {
        if let casework, !casework.isEmpty, try !vault.catalogue.hasCase(casework) {
            throw CommandError(
                .noInput, "\(SafeText.escaped(casework)): there is no such case; see: exhibit case list")
        }
        var filter = Catalogue.Filter()
        (filter.casework, filter.tag, filter.report) = (casework, tag, report)
        filter.withDisposed = disposed
        return filter
    }
}

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
