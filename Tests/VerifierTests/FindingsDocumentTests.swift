import Foundation
import TestSupport
import Testing

/// `docs/formats/findings.md` lists each code that the sources can give, and no other.
@Suite struct FindingsDocumentTests {
    private func sources(_ folder: String) throws -> [String] {
        let root = Package.root + "/Sources/" + folder
        let files = try #require(FileManager.default.enumerator(atPath: root))
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOfFile: root + "/" + $0, encoding: .utf8) }
    }

    /// A row of the table.
    private struct Row: Hashable {
        let code: String
        let dimension: String
        let kind: String
    }

    private func rows(_ document: String = "findings") throws -> [Row] {
        let text = try String(
            contentsOfFile: Package.root + "/docs/formats/\(document).md", encoding: .utf8)
        return text.matches(of: /\n\| `([a-z0-9.-]+)` \| ([a-z, ]+) \| ([a-z, ]+) \|/).map {
            Row(code: String($0.1), dimension: String($0.2), kind: String($0.3))
        }
    }

    @Test func listsTheCodesOfTheSources() throws {
        var codes: Set<String> = []
        for source in try sources("Verifier") + sources("CustodyCheck") + sources("Foreign")
            + sources("VerifyCommand")
        {
            codes.formUnion(
                source.matches(of: /(?:fail|Finding)\(\s*(?:&log,\s*)?"([a-z0-9.-]+)"/).map { String($0.1) })
            codes.formUnion(
                source.matches(
                    of:
                        /code = "(container\.[a-z]+)"|(?:wrong|refused|Refusal)\(\s*(?:code:\s*)?"(foreign\.[a-z0-9.-]+)"/
                ).map { String($0.1 ?? $0.2 ?? "") })
        }
        for source in try sources("Archive/ZIP") {
            codes.formUnion(source.matches(of: /case \w+ = "(zip\.[a-z-]+)"/).map { String($0.1) })
        }
        // A copy without its end has a finding, and words, of its own.
        codes.remove("zip.truncated")
        let rows = try rows()
        #expect(codes.count > 80)
        #expect(rows.count == Set(rows.map(\.code)).count, "each once")
        #expect(codes.subtracting(rows.map(\.code)) == [], "codes without a row")
        #expect(Set(rows.map(\.code)).subtracting(codes) == [], "rows without a code")
    }

    @Test func theDocumentOfHandoversListsTheirs() throws {
        let codes = Set(
            try sources("Handover").flatMap { $0.matches(of: /"(handover\.[a-z-]+)"/).map { String($0.1) } }
        )
        .subtracting(["handover.json"])
        let rows = try rows("handover")
        #expect(rows.count == Set(rows.map(\.code)).count, "each once")
        #expect(Set(rows.map(\.code)) == codes)
    }

    @Test func givesTheirDimensionAndKind() throws {
        let rows = Dictionary(uniqueKeysWithValues: try rows().map { ($0.code, $0) })
        var compared = 0
        for source in try sources("Verifier") + sources("CustodyCheck") + sources("Foreign") {
            for match in source.matches(
                of: /(?:fail|Finding)\(\s*"([a-z0-9.-]+)",\s*\.([a-z]+),\s*\.([a-z]+)/)
            {
                let row = try #require(rows[String(match.1)])
                #expect(row.kind.split(separator: ", ").contains(match.2), "\(match.1)")
                #expect(row.dimension.split(separator: ", ").contains(match.3), "\(match.1)")
                compared += 1
            }
        }
        #expect(compared > 80)
    }
}
