import Bytes
import Foundation
import TestSupport
import Testing

/// `exhibit reports` and `exhibit stats` as an officer types them.
struct ReportsCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
        try program.initialise()
    }

    @discardableResult
    private func importTable(_ text: String) throws -> Tool.Outcome {
        try program.run("reports", "import", try program.home.write(Array(text.utf8), to: "list.csv"))
    }

    private static let table = """
        reference,received,force,platform,offence,narrative
        A/1,2025-03-01,Example Police,Facebook,harassment,He sent me messages via Facebook.
        A/2,2026-03-01,Example Police,Facebook,harassment,I was on Facebook at the time.
        A/3,2026-04-01,Example Police,Facebook,threats to kill,She threatened me on Facebook.
        A/4,2026-04-02,Other Police,X,harassment,Nothing is told.

        """

    @Test func aListIsTakenInOnce() throws {
        let first = try importTable(Self.table)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.text.contains("4 are new, 0 were here already"))
        #expect(try importTable(Self.table).text.contains("0 are new, 4 were here already"))
        let changed = try importTable(Self.table.replacing("Nothing is told.", with: "Something else."))
        #expect(changed.status == 65)
        #expect(changed.text.contains("A/4: is here with other contents"))
    }

    @Test func aDryRunChangesNothing() throws {
        let file = try program.home.write(Array(Self.table.utf8), to: "list.csv")
        #expect(
            try program.run("reports", "import", "--dry-run", file).text.contains("nothing was taken over"))
        #expect(try program.run("reports", "list", "--csv").text.split(separator: "\r\n").count == 1)
    }

    @Test func rolesAreDecidedWithOneKeyAndCounted() throws {
        try importTable(Self.table)
        // Confirm, then mention by hand and back again, then confirm; the fourth is left.
        let review = try program.run("reports", "review", input: Array("\rtbm\rnq".utf8))
        #expect(review.status == 0, "\(review.errors)")
        #expect(review.text.contains("Suggested: tool, from the words “messages via Facebook.”"))
        #expect(review.errors.contains("3 of 4 reports are reviewed"))
        let list = try program.run("reports", "list", "--csv").text
        #expect(list.contains("A/1,2025-03-01,Example Police,,harassment,tool,"))
        #expect(list.contains("A/2,2026-03-01,Example Police,,harassment,mention,"))
        #expect(list.contains("not yet reviewed"))
        let lines = try program.run("stats", "--csv").text.split(separator: "\r\n").map(String.init)
        #expect(
            lines[0]
                == "year,force,platform,reports,tool,venue,mention,other evidence,unknown,not yet reviewed,all captured or gone,change,change of tool"
        )
        #expect(lines.contains("2025,Example Police,Facebook,1,1,0,0,0,0,0,0,,"))
        #expect(lines.contains("2026,Example Police,Facebook,2,1,0,1,0,0,0,0,'+100 %,'+0 %"))
        #expect(lines.contains("2026,Other Police,X,1,0,0,0,0,0,1,0,,"))
    }

    @Test(.enabled(if: JSONSchema.isAvailable, "needs jsonschema, which scripts/peers installs"))
    func wholeReportsFitTheirSchema() throws {
        try importTable(
            "reference,received,offence,url,narrative,threat-to-life,necessity\nA/1,2026-03-01,8L,x.com/a/status/20,He tweeted it.,yes,to keep it\nA/2,,,,,,\n"
        )
        try program.run("reports", "review", "--as", "PC 1", input: Array("\rq".utf8))
        let lines = try program.run("reports", "list", "--json").output.split(separator: 0x0A).map(Array.init)
        #expect(lines.count == 2)
        #expect(try JSONSchema("report").errors(in: lines) == "")
        let first = try JSONReader.parse(lines[0])
        #expect(first["context"]?["role"]?["role"]?.string == "tool")
        #expect(first["offence"]?["class"]?.string == "8L")
        #expect(first["flags"]?.array?.count == 1)
    }

    @Test func twoReviewersAreCompared() throws {
        try importTable(Self.table)
        try program.run("reports", "review", input: Array("tmtu".utf8))
        let second = try program.run(
            "reports", "review", "--second", "--as", "PS 7 A N Other", input: Array("tmvu".utf8))
        #expect(
            second.errors.contains("both reviewers decided 4 reports, 3 alike: 75.0 %, Cohen's kappa 0.67"),
            "\(second.errors)")
    }

    @Test func theSecondReviewerIsAnotherPerson() throws {
        try program.initialise()
        try importTable(Self.table)
        try program.run("reports", "review", input: Array("tm".utf8))
        let same = try program.run("reports", "review", "--second", input: Array("tm".utf8))
        #expect(same.status == 69 && same.errors.contains("first pass"), "\(same.errors)")
        let named = try program.run(
            "reports", "review", "--second", "--as", "pc 1234  jo doe", input: Array("tm".utf8))
        #expect(named.status == 69, "\(named.errors)")
    }

    @Test func reviewingIsAsFastAsKeysArePressed() throws {
        let rows = (1...100).map {
            "B/\($0),2026-03-01,Example Police,Facebook,harassment,He sent me messages via Facebook.\n"
        }
        try importTable("reference,received,force,platform,offence,narrative\n" + rows.joined())
        let start = ContinuousClock.now
        let review = try program.run("reports", "review", input: [UInt8](repeating: 0x0D, count: 100))
        let screen = (ContinuousClock.now - start) / 100
        #expect(review.errors.contains("100 of 100 reports are reviewed"))
        #expect(screen < .milliseconds(50), "\(screen) a screen")
    }

    @Test func publishedFiguresComeOutAsPublished() throws {
        let csv = try program.run("stats", "--published", "--csv").text
        #expect(
            csv.contains(
                "Staffordshire,2014,Facebook,crime reports mentioning the platform,1269,exact; 40% rise,"))
        #expect(csv.contains("'+40 % as published; the figure of 2013 was not"))
        #expect(
            csv.contains(
                "Staffordshire,2014,Twitter,crime reports mentioning the platform,56,exact,'+16.7 %,"))
        #expect(
            csv.contains("Staffordshire,2013,Twitter,crime reports mentioning the platform,48,exact,'+92 %,"))
        #expect(csv.contains("not computed: 2012 is “just over 200”"))
        let page = try program.run("stats", "--published", "--html", program.home.file("figures.html"))
        #expect(page.status == 0)
        let html = String(decoding: try program.home.read("figures.html"), as: UTF8.self)
        #expect(html.contains("<svg") && html.contains("1269") && !html.contains("<script"))
    }
}
