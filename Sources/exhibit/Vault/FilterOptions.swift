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
