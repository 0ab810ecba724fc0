import Bytes
import Reporting
import Vault

/// Exhibits as rows that an officer reads.
enum ExhibitTable {
    static func text(_ entries: [CatalogueEntry]) -> String {
        let rows = entries.map { entry in
            [
                entry.reference.text, entry.casework.isEmpty ? "-" : entry.casework, time(entry),
                outcome(entry),
                subject(entry), entry.tags.joined(separator: " "),
            ].map { SafeText.escaped($0, limit: 90) }
        }
        return TableText.columns([["exhibit", "case", "captured (UTC)", "outcome", "what", "tags"]] + rows)
    }

    /// `2026-11-23 14:32`
    private static func time(_ entry: CatalogueEntry) -> String {
        let text = entry.capture?.captured ?? entry.added
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }

    private static func outcome(_ entry: CatalogueEntry) -> String {
        if let disposed = entry.disposed { return "disposed of \(disposed.prefix(10))" }
        guard let capture = entry.capture else { return "cannot be read" }
        return capture.engine == "pack" ? "handed over" : capture.outcome.replacing("-", with: " ")
    }

    /// The officer's title, else who posted, else what the page calls itself, and where.
    static func subject(_ entry: CatalogueEntry) -> String {
        let hidden = entry.isSensitive ? "[\(entry.sensitivities.joined(separator: ", "))] " : ""
        guard let capture = entry.capture else { return hidden + entry.title }
        let who = [entry.title, capture.author, capture.page].first {
            !$0.isEmpty
        }
        return hidden + [who, capture.address].compactMap(\.self).joined(separator: "  ")
    }

    /// What the vault knows of one exhibit, above what its bundle says.
    static func head(_ entry: CatalogueEntry) -> String {
        var rows = [
            ("Exhibit", entry.reference.text), ("Case", entry.casework.isEmpty ? "none" : entry.casework),
        ]
        if !entry.title.isEmpty { rows.append(("Title", entry.title)) }
        rows.append(("Taken in", "\(entry.added) by \(entry.by)"))
        if !entry.reports.isEmpty { rows.append(("Reports", entry.reports.joined(separator: ", "))) }
        if !entry.tags.isEmpty { rows.append(("Tags", entry.tags.joined(separator: " "))) }
        if entry.isSensitive { rows.append(("Sensitive", entry.sensitivities.joined(separator: ", "))) }
        if let until = entry.keepUntil { rows.append(("Keep until", "\(until): \(entry.keepReason ?? "")")) }
        return rows.map { name, value in
            "  " + name + String(repeating: " ", count: 11 - name.utf8.count)
                + SafeText.escaped(value, limit: 1000) + "\n"
        }.joined() + "\n"
    }

    /// As `Schemas/exhibit-list.schema.json` has it.
    static func json(_ entries: [CatalogueEntry], total: Int?, words: [String]? = nil) -> String {
        let list = entries.enumerated().map { place, entry -> JSONValue in
            guard let words, case .object(let members) = entry.json else { return entry.json }
            return .object(members + [JSONMember("words", .string(words[place]))])
        }
        var members = [JSONMember("exhibits", .array(list)), JSONMember("format", "exhibit-list/1")]
        if let total { members.append(JSONMember("total", JSONValue(total))) }
        return SafeJSON.text(.object(members)) + "\n"
    }
}
