import Bytes
import Evidence
import Messages

extension Closure {
    /// What is told all the same.
    mutating func tellLeaks() {
        let left = original.records.filter { plan.records[$0.number] == nil }
        let gone = original.records.filter { plan.records[$0.number] != nil }
        plan.leaks.append(
            "how many records there were (\(original.records.count)) and which places among them are withheld, and so between which times each was recorded"
        )
        func hosts(_ records: [OriginalRecord]) -> Set<String> {
            Set(records.compactMap { $0.line.uri.flatMap { HTTPAddress($0)?.host } })
        }
        let shared = hosts(left).intersection(hosts(gone)).sorted()
        if !shared.isEmpty {
            plan.leaks.append(
                "hosts of withheld records that stand in records that are left: "
                    + shared.prefix(10).map { SafeText.escaped($0, limit: 80) }.joined(separator: ", ")
                    + (shared.count > 10 ? " and \(shared.count - 10) more" : ""))
        }
        if plan.facts == nil || plan.records[2] == nil {
            plan.leaks.append(
                "the address that was asked for: \(SafeText.escaped(original.facts.target, limit: 200))")
        }
        if choice.keepsAddresses {
            plan.leaks.append(
                "addresses of withheld records, wherever a record that is left holds them (--keep-addresses)")
        } else {
            plan.leaks.append(
                "addresses of records that are withheld only because they name another one or belong to it, wherever a record that is left holds them"
            )
        }
        if choice.keepsPage {
            plan.leaks.append(
                "what screenshots, text, tree and print of the page show: look at them (--keep-page)")
        }
        let pages = left.filter {
            $0.isPage || $0.mediaType == "text/html" || $0.mediaType == "application/json"
        }
        if !pages.isEmpty {
            plan.leaks.append(
                "whatever pages and answers that are left say in words of what is withheld: look at records "
                    + pages.prefix(20).map { String($0.number) }.joined(separator: ", ")
                    + (pages.count > 20 ? " and \(pages.count - 20) more" : ""))
        }
        let stated = [BundlePath.caseFile, BundlePath.authority, BundlePath.note].filter { path in
            original.files.firstIndex(of: path).map { plan.files[$0 + 1] == nil } ?? false
        }
        if !stated.isEmpty {
            plan.leaks.append(
                "what \(stated.joined(separator: ", ")) say: withhold them by their path if need be")
        }
        let unread = unsearched.filter { plan.records[$0] == nil }.sorted()
        if !unread.isEmpty {
            plan.leaks.append(
                "whatever is in bodies that could not be unpacked and were searched only as they are: records "
                    + unread.prefix(20).map(String.init).joined(separator: ", "))
        }
    }
}
