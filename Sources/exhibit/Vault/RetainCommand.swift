import ArgumentParser
import Bytes
import Custody
import CustodyEvents
import Evidence
import Reporting
import Vault
import VerifyCommand

/// `exhibit retain`
struct RetainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retain", abstract: "Say until when an exhibit is kept, and list those that are due.",
        discussion: """
            A date that has come only puts the exhibit on the list of --review. Nothing is ever removed by itself: a person \
            decides, and says so with dispose, or gives another date.
            """)

    @Argument(help: ArgumentHelp("An exhibit, as SJ/1.", valueName: "EXHIBIT")) var exhibit: String?
    @Option(help: ArgumentHelp("The day.", valueName: "YYYY-MM-DD")) var until: String?
    @Option(help: "Why until then.") var reason: String?
    @Flag(help: "List the exhibits whose day has come.") var review = false
    @Option(
        help: ArgumentHelp(
            "With --review: those whose day will have come by this one.", valueName: "YYYY-MM-DD"))
    var by: String?
    @OptionGroup var place: VaultOptions
    @OptionGroup var key: KeyOptions

    func validate() throws {
        if review {
            guard exhibit == nil, until == nil, reason == nil else {
                throw ValidationError("--review lists what is due, and takes no exhibit")
            }
        } else if exhibit == nil || until == nil || reason == nil || by != nil {
            throw ValidationError("give an exhibit with --until and --reason, or --review")
        }
        for day in [until, by].compactMap(\.self) {
            guard day.utf8.count == 10, Timestamp(day + "T00:00:00Z") != nil else {
                throw ValidationError("\(SafeText.escaped(day)): must be a day like 2032-11-30")
            }
        }
        if let until, until < SealingClock.system.now().text.prefix(10) {
            throw ValidationError("--until: \(SafeText.escaped(until)) has passed")
        }
        try Reason.validate(reason, option: "--reason")
    }

    func run() throws {
        let vault = try place.open()
        let now = SealingClock.system.now()
        guard let exhibit, let until else { return try list(vault, by: by ?? String(now.text.prefix(10))) }
        let entry = try vault.record(
            .retained, of: ExhibitArgument.entry(exhibit, in: vault), [("until", until), ("why", reason)],
            by: key.unlock(), at: now)
        Output.write("\(SafeText.escaped(entry.name)): is kept until \(until)\n")
    }

    private static let mostRows = 10_000

    private func list(_ vault: ExhibitVault, by day: String) throws {
        let due = try vault.catalogue.due(by: day, limit: Self.mostRows)
        guard !due.isEmpty else { return Output.say("nothing is due by \(day)") }
        let rows = due.map { entry in
            [entry.keepUntil ?? "", entry.name, entry.keepReason ?? "", ExhibitTable.subject(entry)].map {
                SafeText.escaped($0, limit: 90)
            }
        }
        Output.write(TableText.columns([["due", "exhibit", "kept because", "what"]] + rows))
    }
}
