import Bytes
import Intake

/// What came of taking over a list.
enum ImportSummary {
    static func text(_ list: ReportImport, _ added: ReportStore.Added?) -> String {
        var lines = ["\(list.reports.count) reports read (\(list.form))"]
        if let added {
            lines.append("\(added.new) are new, \(added.known) were here already")
            for reference in added.different {
                lines.append(
                    "\(SafeText.escaped(reference)): is here with other contents, which were left as they are"
                )
            }
        } else {
            lines.append("nothing was taken over: a dry run")
        }
        if !list.ignored.isEmpty {
            lines.append(
                "columns not taken over: \(list.ignored.map { SafeText.escaped($0, limit: 60) }.joined(separator: ", "))"
            )
        }
        for group in list.duplicates {
            lines.append(
                "the same post: \(group.map { SafeText.escaped($0, limit: 60) }.joined(separator: ", "))")
        }
        let short = list.reports.filter { $0.addresses.contains(where: \.needsResolving) }
        if !short.isEmpty { lines.append("short links, known when they are loaded: \(names(short))") }
        let none = list.reports.filter(\.addresses.isEmpty)
        if !none.isEmpty { lines.append("without an address to capture: \(names(none))") }
        let urgent = list.reports.filter { $0.urgency > 0 }
        if !urgent.isEmpty { lines.append("come first in a batch: \(names(urgent))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func names(_ reports: [Report]) -> String {
        reports.map { SafeText.escaped($0.reference, limit: 60) }.joined(separator: ", ")
    }

    static func json(_ list: ReportImport, _ added: ReportStore.Added?) -> JSONValue {
        func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        let single = list.reports.filter { $0.addresses.count == 1 }
        let problems = list.problems.map { problem -> JSONValue in
            [
                "line": JSONValue(problem.line), "column": JSONValue(problem.column),
                "reference": JSONValue(problem.reference), "problem": .string(problem.text),
                "takenOver": .bool(problem.isTaken),
            ]
        }
        return [
            "reports": JSONValue(list.reports.count), "new": added.map { JSONValue($0.new) } ?? .null,
            "known": added.map { JSONValue($0.known) } ?? .null,
            "different": strings(added?.different ?? []), "form": .string(list.form),
            "ignored": strings(list.ignored),
            "canonical": .object(
                single.compactMap { report in
                    report.addresses[0].canonical.map { JSONMember(report.reference, .string($0)) }
                }),
            "duplicateGroups": .array(list.duplicates.map(strings)),
            "needsResolving": strings(
                list.reports.filter { $0.addresses.contains(where: \.needsResolving) }.map(\.reference)),
            "noUrl": strings(list.reports.filter(\.addresses.isEmpty).map(\.reference)),
            "manyUrls": .object(
                list.reports.filter { $0.addresses.count > 1 }.map { report in
                    JSONMember(report.reference, strings(report.addresses.map { $0.canonical ?? $0.address }))
                }),
            "problems": .array(problems),
        ]
    }
}
