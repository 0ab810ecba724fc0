import Bytes
import Demo
import Foundation
import Hashing
import TestSupport
import Testing

/// `exhibit report`, `timeline` and `preservation` as an officer types them.
struct ReportCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        let outcome = try program.capture(
            ["--engine", "fetch", "--title", "The van", "-o", "post.wacz"] + post.options
                + [DemoSite.address])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try program.home.read(name), as: UTF8.self)
    }

    @Test func thePageForABrowserIsTheOneThatTheVersionNames() throws {
        let outcome = try program.run("report", "--verify-page", "verify.html")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let digest = SHA256Digest.of(try program.home.read("verify.html"))
        #expect(outcome.text.contains(digest.hex))
        #expect(try program.run("--version").text.contains(digest.text))
        #expect(try program.run("report", "--verify-page", "verify.html").status != 0)
        #expect(try program.run("report", "post.wacz").status == 64)
    }

    @Test func everyKindIsWrittenIntoAFolder() throws {
        let outcome = try program.run(
            "report", "post.wacz", "--kind", "all", "--ref", "SJ/1", "--rank", "PC 1234", "-o", "out")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: program.home.file("out")).sorted()
        #expect(
            names == [
                "continuity.html", "post-reliability.html", "post-sheet.html", "post-statement.html",
                "post-verification.html", "schedule-sensitive.csv", "schedule-sensitive.html", "schedule.csv",
                "schedule.html",
            ])
        #expect(try text("out/post-verification.html").contains("<strong>INTACT</strong>"))
        #expect(try text("out/post-sheet.html").contains("in Europe/London"))
        #expect(try text("out/post-statement.html").contains("I produce this file as exhibit SJ/1."))
        let continuity = try text("out/continuity.html")
        #expect(continuity.contains("sealed") && continuity.contains("the same as now"))
        #expect(try text("out/schedule.csv").contains("MG6C,1,\"SJ/1; Signed bundle"))
        // What ran is what the test run built.
        let program = try #require(Tool.named("sha256sum")).run(self.program.tool.path).text.prefix(64)
        let certificate = try text("out/post-reliability.html")
        #expect(certificate.contains("sha256:\(program)"))
        #expect(certificate.contains("a known signature verifies") && !certificate.contains("FAILED"))
        #expect(certificate.contains("libdeflate") && certificate.contains("ms, as the system estimates it"))
        let again = try self.program.run("report", "post.wacz", "-o", "out")
        #expect(again.status == 73 && again.isOneClearLine, "\(again.errors)")
    }

    @Test func oneReportIsOneFileWhateverTheVerdict() throws {
        var bytes = try program.home.read("post.wacz")
        bytes[bytes.count / 2] ^= 1
        try program.home.write(bytes, to: "changed.wacz")
        let outcome = try program.run("report", "changed.wacz", "-o", "report.html")
        #expect(outcome.status == 0 && outcome.text == "report.html\n", "\(outcome.errors)")
        #expect(try text("report.html").contains("<strong>NOT AS SEALED</strong>"))
        let abroad = try program.run(
            "report", "post.wacz", "--kind", "sheet", "--zone", "Pacific/Marquesas", "-o", "m.html")
        #expect(abroad.status == 0, "\(abroad.errors)")
        #expect(try text("m.html").contains("; in Pacific/Marquesas "))
        #expect(try text("m.html").contains("(UTC−09:30)"))
        let zone = try program.run("report", "post.wacz", "--zone", "Nowhere/Land", "-o", "b.html")
        #expect(zone.status == 69 && zone.isOneClearLine, "\(zone.errors)")
        let missing = try program.run("report", "missing.wacz", "--kind", "statement", "-o", "c.html")
        #expect(missing.status == 66 && missing.isOneClearLine, "\(missing.errors)")
    }

    @Test(.enabled(if: BrowserGate.hasChromium, "needs Chromium"))
    func reportsArePrinted() async throws {
        let program = program
        try await BrowserGate.use {
            let outcome = try program.run("report", "post.wacz", "--kind", "sheet", "--pdf", "-o", "s.html")
            #expect(outcome.status == 0 && outcome.text == "s.html\ns.pdf\n", "\(outcome.errors)")
            #expect(try program.home.read("s.pdf").starts(with: Array("%PDF-".utf8)))
        }
    }

    @Test func anAnswerNamesTheRequestThatItAnswers() throws {
        let drafted = try program.run(
            "preservation", "post.wacz", "--platform", "Northgate Board", "-o", "request")
        #expect(drafted.status == 0, "\(drafted.errors)")
        let id = try #require(drafted.text.split(separator: "\n").first)
        #expect(try text("request.txt").contains(id))
        #expect(try text("request.html").contains("To Northgate Board"))
        try program.home.write(Array("what the platform sent".utf8), to: "answer.txt")
        let imported = try program.run(
            "import", "answer.txt", "--answers", "request.json", "-o", "answer.wacz", "--passphrase-file",
            try program.passphraseFile())
        #expect(imported.status == 0, "\(imported.errors)")
        let unzip = try #require(Tool.named("unzip")).run(
            "-p", program.home.file("answer.wacz"), "evidence/case.json")
        if JSONSchema.isAvailable { #expect(try JSONSchema("case").errors(in: [unzip.output]) == "") }
        let answers = try JSONReader.parse(unzip.output)["stated"]?["handover"]?["answers"]
        #expect(answers?["request"]?.string == String(id))
        #expect(
            answers?["digest"]?.string == SHA256Digest.of(try program.home.read("request.json")).text)
        let wrong = try program.run(
            "import", "answer.txt", "--answers", "answer.txt", "-o", "b.wacz", "--passphrase-file",
            try program.passphraseFile())
        #expect(wrong.status == 65 && wrong.isOneClearLine, "\(wrong.errors)")
    }

    /// A mark of the vault counts like one of the report, and reading is an event.
    @Test(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
    func exhibitsOfTheVaultAreNamedByReference() async throws {
        let passphrase = ["--passphrase-file", try program.passphraseFile()]
        // Only a browser makes pictures, which are what a mark keeps out.
        let site = try PostSite(program)
        let captured = try await BrowserGate.use { [program] in
            try program.capture(["-o", "page.wacz"] + site.options + [DemoSite.address])
        }
        #expect(captured.status == 0, "\(captured.errors)")
        // The key is there; what is made is the vault.
        let made = try program.run(["init"] + passphrase)
        #expect(made.status == 0, "\(made.errors)")
        let opened = try program.run(["case", "new", "OP-HERON", "--title", "Heron"] + passphrase)
        #expect(opened.status == 0, "\(opened.errors)")
        let added = try program.run(["vault", "add", "page.wacz", "--case", "OP-HERON"] + passphrase)
        #expect(added.status == 0, "\(added.errors)")
        let listed = try program.run(["list"]).text
        let reference = try #require(listed.firstMatch(of: /[A-Z]{1,4}\/1/)).output
        let tagged = try program.run(["tag", "\(reference)", "+intimate-image"] + passphrase)
        #expect(tagged.status == 0, "\(tagged.errors)")
        let outcome = try program.run(
            [
                "report", "\(reference)", "--kind", "sheet", "--kind", "continuity", "--why", "to review",
                "-o", "out",
            ]
                + passphrase)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let base = "OP-HERON-" + reference.replacing("/", with: "-")
        let sheet = try text("out/\(base)-sheet.html")
        #expect(sheet.contains("<h1>") && !sheet.contains("data:image"))
        #expect(sheet.contains("it is marked: intimate image"))
        #expect(try text("out/continuity.html").contains("to review"))
        let given = try program.run(["handover", "\(reference)", "-o", "bag", "--to", "CPS"] + passphrase)
        #expect(given.status == 0, "\(given.errors)")
        let bag = program.home.file("bag/data")
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: bag).first { $0.hasSuffix(".sheet.html") })
        let givenSheet = try text("bag/data/\(name)")
        #expect(givenSheet.contains("it is marked: intimate image") && !givenSheet.contains("data:image"))
        let table = try program.run(["timeline", "--case", "OP-HERON", "--why", "to review"] + passphrase)
        #expect(table.status == 0 && table.text.contains("OP-HERON:\(reference)"), "\(table.errors)")
        #expect(try program.run(["timeline", "--case", "OP-NONE"] + passphrase).status == 66)
    }

    /// What was posted in a marked exhibit is on no page that does not ask for it, and exhibits of no case are found by what they are.
    @Test func wordsOfMarkedExhibitsAreOnNoPageUnasked() throws {
        let key = ["--passphrase-file", try program.passphraseFile()]
        let reading = ["--why", "to review"] + key
        func succeed(_ arguments: [String]) throws -> Tool.Outcome {
            let outcome = try program.run(arguments)
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
            return outcome
        }
        _ = try succeed(["init"] + key)
        _ = try succeed(["case", "new", "OP-HERON", "--title", "Heron"] + key)
        _ = try succeed(["vault", "add", "post.wacz"] + key)
        let site = try PostSite(program)
        let other = try program.capture(
            ["--engine", "fetch", "-o", "other.wacz"] + site.options + [DemoSite.address])
        #expect(other.status == 0, "\(other.errors)")
        _ = try succeed(["vault", "add", "other.wacz", "--case", "OP-HERON"] + key)
        let bare = try succeed(["timeline", "--case", ""] + reading)
        #expect(bare.text.contains("JD/1") && !bare.text.contains("OP-HERON"), "\(bare.text)")
        let verified = try program.run(["verify", "OP-HERON:JD/1"] + reading)
        #expect(verified.text.contains("OP-HERON:JD/1") && !verified.text.contains("/bundles/"))

        let words = "red van"
        _ = try succeed(["tag", "OP-HERON:JD/1", "+under-18"] + key)
        for (name, flags) in [("hidden", [String]()), ("shown", ["--show-sensitive"])] {
            _ = try succeed(
                ["report", "OP-HERON:JD/1", "--kind", "sheet", "--kind", "statement", "-o", name] + flags
                    + reading)
            _ = try succeed(["timeline", "OP-HERON:JD/1", "--html", "\(name).html"] + flags + reading)
            _ = try succeed(
                ["handover", "OP-HERON:JD/1", "-o", "\(name)-bag", "--to", "CPS"] + flags + key)
            let bag = program.home.file("\(name)-bag/data")
            let sheet = try #require(
                FileManager.default.contentsOfDirectory(atPath: bag).first { $0.hasSuffix(".sheet.html") })
            for page in [
                "\(name)/OP-HERON-JD-1-sheet.html", "\(name)/OP-HERON-JD-1-statement.html", "\(name).html",
                "\(name)-bag/data/\(sheet)",
            ] {
                let html = try text(page)
                #expect(html.contains(" \(words)") == !flags.isEmpty, "\(page)")
                #expect(html.contains("not shown here") == flags.isEmpty, "\(page)")
            }
        }
    }

    @Test func occasionsArePutInOrder() throws {
        let table = try program.run("timeline", "post.wacz")
        #expect(table.status == 0 && table.text.contains("at least two occasions"), "\(table.errors)")
        let lines = try program.run("timeline", "--csv", "post.wacz").text.split(separator: "\r\n")
        #expect(lines.count >= 2 && lines[0].hasPrefix("Time,What,Subject,"))
        #expect(try program.run("timeline", "post.wacz", "--html", "t.html").status == 0)
        #expect(try text("t.html").contains("<h1>"))
    }
}
