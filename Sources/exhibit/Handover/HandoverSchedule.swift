import Bytes
import Evidence
import Handover
import Hashing
import Reporting
import Verifier

/// The schedules of a handover, for a spreadsheet: each item described and numbered from 1.
enum HandoverSchedule {
    /// What is handed over.
    static func items(_ sources: [HandoverSource], _ bundles: [HandoverStatement.Bundle]) -> [UInt8] {
        let rows = zip(sources, bundles).enumerated().map { index, item -> [String] in
            let (source, bundle) = item
            let subject = source.verdict.subject
            return [
                String(index + 1),
                "Web capture of \(SafeText.escaped(subject.facts?.target ?? "", limit: 1000)): \(subject.facts?.outcome.words ?? "")",
                subject.window?.begun.text ?? "", subject.window?.ended.text ?? "",
                source.signer.map { SafeText.escaped($0.holder, limit: 120) } ?? "",
                bundle.path, bundle.bundle.urn, bundle.digest.text,
            ]
        }
        return lines(
            [
                "item", "description", "capture begun", "capture ended", "captured by", "file", "bundle",
                "digest",
            ], rows)
    }

    /// What is held back because it is sensitive: `WHAT: WHY`.
    static func sensitive(_ entries: [String]) -> [UInt8] {
        let rows = entries.enumerated().map { index, entry -> [String] in
            let parts = entry.split(separator: ":", maxSplits: 1)
            let reason = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
            return [String(index + 1), String(parts.first ?? ""), String(reason)]
        }
        return lines(["item", "description", "why it is sensitive"], rows)
    }

    private static func lines(_ headings: [String], _ rows: [[String]]) -> [UInt8] {
        Array(([headings] + rows).map(CommaSeparated.line).joined().utf8)
    }
}
