import Bytes
import Foundation
import Intake
import TestSupport
import Testing

/// Lists of reports: what is taken over, and what is said of the rest.
struct ReportImportTests {
    private static let today = Timestamp(seconds: 1_795_000_000)

    private func read(_ text: String, map: ColumnMap = ColumnMap()) throws -> ReportImport {
        try ReportImport(Array(text.utf8), map: map, today: Self.today)
    }

    @Test(.enabled(if: Package.hasShared, "needs other people's lists beside the project"))
    func aListAsAReportingFormGivesItIsReadAsExpected() throws {
        let folder = Package.shared + "/fixtures/intake/"
        func file(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + name)))
        }
        let expected = try JSONReader.parse(file("true-vision-like.expected.json"))
        let list = try ReportImport(file("true-vision-like.csv"), map: ColumnMap(), today: Self.today)
        #expect(list.reports.count == 30)
        for member in expected["canonical"]?.object ?? [] {
            let report = try #require(list.reports.first { $0.reference == member.name })
            #expect(report.addresses.first?.canonical == member.value.string, "\(member.name)")
        }
        let groups = (expected["duplicateGroups"]?.array ?? []).map { ($0.array ?? []).compactMap(\.string) }
        #expect(list.duplicates == groups)
        func references(_ name: String) -> [String] { (expected[name]?.array ?? []).compactMap(\.string) }
        #expect(
            list.reports.filter { $0.addresses.contains(where: \.needsResolving) }.map(\.reference)
                == references("needsResolving"))
        #expect(list.reports.filter(\.addresses.isEmpty).map(\.reference) == references("noUrl"))
        #expect(list.problems.compactMap(\.reference) == references("badDate"))
        #expect(list.problems.allSatisfy { $0.column == "incident_date" && $0.isTaken })
        for member in expected["manyUrls"]?.object ?? [] {
            let report = try #require(list.reports.first { $0.reference == member.name })
            #expect(report.addresses.map(\.canonical) == (member.value.array ?? []).compactMap(\.string))
        }
        // Nobody's name or address is taken over.
        #expect(list.ignored.contains("reporter_name") && list.ignored.contains("contact"))
        let json = try ReportImport(file("true-vision-like.json"), map: ColumnMap(), today: Self.today)
        #expect(json.reports.map(\.reference).prefix(3) == ["TV-2024-0001", "TV-2024-0002", "TV-2024-0003"])
        #expect(json.form == "JSON")
    }

    @Test func aForcesOwnHeadingsAreMapped() throws {
        let map = try ColumnMap([("reference", "Niche No."), ("received", "Date in"), ("url", "Where")])
        let list = try read("Niche No.;Date in;Where\r\nA/1;03/02/2026;x.com/a/status/20\r\n", map: map)
        #expect(list.reports.first?.reference == "A/1")
        #expect(list.reports.first?.fields[.received] == "2026-02-03")
        #expect(list.reports.first?.addresses.first?.canonical == "https://x.com/a/status/20")
        #expect(list.form == "separated by semicolon, UTF-8")
    }

    @Test(arguments: [
        ("not a url", []), ("n/a", []), ("TBC", []), ("jo@example.org", []), ("10.30 pm", []),
        ("she said so. See it", []), ("shop.example", ["https://shop.example"]),
        (
            "post.example/p/1, www.post.example/p/2",
            ["https://post.example/p/1", "https://www.post.example/p/2"]
        ),
        ("he.said it was at post.example/p/1", ["https://post.example/p/1"]),
        ("two: http://post.example/p/1 and more", ["http://post.example/p/1"]),
    ])
    func wordsAreNoAddresses(cell: String, addresses: [String]) throws {
        let list = try read("ref\turl\n1\t\(cell)\n")
        #expect(list.reports.first?.addresses.map(\.address) == addresses)
        let isClean = !cell.contains(" ") && !addresses.isEmpty || cell.hasPrefix("post.")
        #expect(list.problems.isEmpty == isClean, "\(list.problems)")
    }

    @Test(arguments: [[UInt8]("\u{FEFF}".utf8), []]) func encodingsAreFound(_ mark: [UInt8]) throws {
        let utf8 = try ReportImport(
            mark + Array("ref,narrative\n1,naïve\n".utf8), map: ColumnMap(), today: Self.today)
        #expect(utf8.reports.first?.fields[.narrative] == "naïve")
    }

    @Test func windowsTextAndUTF16AreRead() throws {
        let windows =
            Array("ref,narrative\n1,na".utf8) + [0xEF] + Array("ve ".utf8) + [0x93, 0x94] + Array("\n".utf8)
        #expect(
            try ReportImport(windows, map: ColumnMap(), today: Self.today).reports.first?.fields[.narrative]
                == "naïve “”")
        let units = "ref\tnarrative\r\n1\tnaïve\r\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let list = try ReportImport([0xFF, 0xFE] + units, map: ColumnMap(), today: Self.today)
        #expect(list.reports.first?.fields[.narrative] == "naïve")
        #expect(list.form == "separated by tab, UTF-16")
    }

    @Test func badRowsAreNamedAndGoodOnesKept() throws {
        let list = try read(
            "ref,received,url\n1,32/13/2026,\n,2026-01-01,\n1,2026-01-02,\n3,2026-01-03,not a page\n4,\"open\n"
        )
        #expect(list.reports.map(\.reference) == ["1", "3", "4"])
        #expect(list.problems.contains { $0.line == 3 && $0.column == "ref" && !$0.isTaken })
        #expect(list.problems.contains { $0.line == 4 && $0.text.contains("line 2") })
        #expect(list.problems.contains { $0.text.contains("quotation mark") })
    }

    @Test(arguments: ["", "\"", ",", "a,b\n\"", "\u{0}", "[", "{}", "[[1]]", "ref\n\"a\"\"b\",\"c"])
    func nothingBringsItDown(_ text: String) {
        _ = try? read(text)
    }

    @Test func rolesAreSuggestedWithTheirWords() throws {
        let rules = try #require(RoleRules.shipped)
        func suggestion(_ text: String, _ platform: String = "Facebook") -> RoleRules.Suggestion {
            rules.suggestion(for: Report(reference: "1", fields: [.narrative: text, .platform: platform]))
        }
        #expect(suggestion("He sent me messages via Facebook all night.").role == .tool)
        #expect(
            suggestion("She threatened me on FB, again.") == .init(role: .tool, words: "threatened me on FB,")
        )
        #expect(suggestion("We met on Facebook last year.").role == .venue)
        #expect(suggestion("The burglar was identified from Facebook.").role == .otherEvidence)
        #expect(suggestion("I was on Facebook at the time when the window broke.").role == .mention)
        #expect(suggestion("The window broke.") == .init(role: .unknown, words: ""))
    }

    @Test func offencesAreFoundByClassAndWords() {
        #expect(OffenceTable.shipped.offence(named: "8L")?.name == "Harassment")
        #expect(OffenceTable.shipped.offence(named: "malicious communication")?.homeOfficeClass == "8R")
        #expect(OffenceTable.shipped.offence(named: "38 threats to kill")?.homeOfficeClass == "3B")
        #expect(OffenceTable.shipped.offence(named: "parking") == nil)
    }
}
