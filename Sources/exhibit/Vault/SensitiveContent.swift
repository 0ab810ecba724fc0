import ArgumentParser
import Reading
import Vault

/// Exhibits in which somebody under 18, or an intimate image, may be seen: their contents do not come onto a screen by accident.
struct SensitiveContent: ParsableArguments, Sendable {
    @Flag(help: "Show posts and titles also where a report or a tag says under 18 or intimate image.")
    var showSensitive = false

    /// Why the contents are not to be shown; nil when they may be.
    func reasonToHide(_ argument: ExhibitArgument, _ bundle: ReadableBundle?) throws -> String? {
        guard !showSensitive else { return nil }
        var reasons = Set(argument.exhibit?.entry.sensitivities ?? [])
        if let bundle {
            reasons.formUnion(
                ExhibitTag.flags(of: bundle).intersection(ExhibitTag.sensitive).map(CatalogueEntry.words))
        }
        return reasons.isEmpty ? nil : reasons.sorted().joined(separator: ", ")
    }

    static func sentence(_ reason: String) -> String {
        "What was posted is not shown here (\(reason)); --show-sensitive shows it."
    }
}
