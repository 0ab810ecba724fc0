import Bytes
import Foundation
import TestSupport
import Testing

/// Lists of reports captured as a batch.
struct BatchTests {
    private let program: Program

    init() throws {
        program = try Program()
        try program.initialise()
    }

    /// The lines of the newest summary, without its heading, by columns.
    private func summary() throws -> [[String]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: program.home.path).filter {
            $0.hasPrefix("captures-")
        }.sorted { $0.count != $1.count ? $0.count < $1.count : $0 < $1 }
        let text = String(decoding: try program.home.read(try #require(names.last)), as: UTF8.self)
        return text.split(separator: "\r\n").dropFirst().map(Self.cells)
    }

    /// Cells of a line in which quoted ones hold commas and no quotation marks.
    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        return cells
    }

    @Test func everyReportGetsItsBundleTheUrgentOneFirst() throws {
        let site = try ReportSite(program, gone: [3], busy: [4])
        let more =
            "R/urgent,2026-10-04,Example Police,threat to kill,https://board.example/posts/9,He will come.,yes\n"
            + "R/again,2026-10-04,Example Police,harassment,https://board.example/posts/1,The same.,\n"
        let list = try program.home.write(ReportSite.table(1...4, more: more), to: "reports.csv")
        let outcome = try program.capture(site.options + ["--from", list, "--jobs", "1"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let done = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("(") }
        #expect(done.first?.contains("posts/9") == true)
        #expect(done.contains { $0.contains("again in 1 s") })
        let rows = try summary()
        #expect(rows.map { $0[0] } == ["R/1", "R/2", "R/3", "R/4", "R/urgent", "R/again"])
        #expect(rows.map { $0[2] } == ["captured", "captured", "gone", "captured", "captured", "captured"])
        // One post, one bundle; and one more of the server that was busy.
        #expect(rows[0][4] == rows[5][4])
        #expect(try program.bundles.count == 6)
        let log = try program.run("custody", "verify")
        #expect(log.status == 0 && !log.errors.contains("has no end"), "\(log.errors)")
        let unzip = try #require(Tool.named("unzip"))
        let bundle = program.home.file(rows[0][4])
        let stated = try JSONReader.parse(try unzip.run("-p", bundle, "evidence/case.json").output)
        let references = (stated["stated"]?["reports"]?.array ?? []).compactMap { $0["reference"]?.string }
        #expect(references == ["R/1", "R/again"])
        #expect(!unzip.isIn(bundle, "He sent me messages"))
        if JSONSchema.isAvailable { #expect(try JSONSchema("case").errors(in: [stated.serialized()]) == "") }
        // A second run has nothing left to do.
        let again = try program.capture(site.options + ["--from", list])
        #expect(again.status == 0, "\(again.errors)")
        #expect(try program.bundles.count == 6)
    }

    @Test func aBatchThatIsKilledTenTimesLosesAndDoublesNothing() throws {
        let site = try ReportSite(program)
        let list = try program.home.write(ReportSite.table(1...200), to: "reports.csv")
        let all =
            ["capture", "--passphrase-file", try program.passphraseFile()] + site.options + ["--from", list]
        for _ in 0..<10 {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program.tool.path)
            process.arguments = all
            process.environment = ProcessInfo.processInfo.environment.merging(program.environment) { $1 }
            process.currentDirectoryURL = URL(fileURLWithPath: program.home.path)
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            usleep(UInt32.random(in: 100_000...700_000))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let outcome = try program.capture(site.options + ["--from", list])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rows = try summary()
        #expect(rows.count == 200)
        #expect(rows.allSatisfy { $0[2] == "captured" })
        let bundles = Set(rows.map { $0[4] })
        #expect(bundles.count == 200)
        #expect(try program.bundles.count == 200)
        let verified = try program.tool.run(
            ["verify", "--quick"] + bundles.sorted(), environment: program.environment,
            folder: program.home.path)
        #expect(verified.status == 0, "\(verified.text.suffix(400))")
    }

    @Test func theFolderForBundlesIsMadeAndWordsAreNotAskedFor() throws {
        let site = try ReportSite(program)
        let list = try program.home.write(
            ReportSite.table([1], more: "R/words,2026-10-04,,,not a url,Words.,\n"), to: "r.csv")
        let outcome = try program.capture(site.options + ["--from", list, "-o", "bundles"])
        #expect(outcome.status == 10, "\(outcome.errors)")
        #expect(outcome.text.contains("nothing to capture"), "\(outcome.text)")
        #expect(!(outcome.text + outcome.errors).contains("https://not"))
        let made = try FileManager.default.contentsOfDirectory(atPath: program.home.file("bundles"))
        #expect(made.count { $0.hasSuffix(".wacz") } == 1, "\(made)")
    }

    @Test func aFileOfAddressesIsAListToo() throws {
        let site = try ReportSite(program)
        let list = try program.home.write(
            Array("https://board.example/posts/1\n\n# later\nhttps://board.example/posts/2\n".utf8),
            to: "links.txt")
        let outcome = try program.capture(site.options + ["--from", list])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try summary().map { $0[0] } == ["links.txt line 1", "links.txt line 4"])
    }

    @Test func aReportWithoutAnAddressIsNotForgotten() throws {
        let site = try ReportSite(program)
        let list = try program.home.write(
            ReportSite.table([1], more: "R/none,2026-10-04,,,,A screenshot.,\n"), to: "r.csv")
        let outcome = try program.capture(site.options + ["--from", list])
        #expect(outcome.status == 10)
        #expect(outcome.text.contains("nothing to capture"))
    }

    @Test func badInputIsOneClearLine() throws {
        let list = try program.home.write(Array("a,b\n1,2\n".utf8), to: "r.csv")
        let noReference = try program.capture(["--from", list])
        #expect(noReference.status == 65 && noReference.isOneClearLine, "\(noReference.errors)")
        let unknown = try program.capture(["--report", "X/1"])
        #expect(unknown.status == 66 && unknown.isOneClearLine, "\(unknown.errors)")
        #expect(try program.capture([]).status == 64)
    }
}

extension Tool {
    /// Whether a text stands in any file of a ZIP file or in a compressed member inside it.
    fileprivate func isIn(_ archive: String, _ text: String) -> Bool {
        guard let files = try? run("-p", archive), let gzip = Tool.named("gzip") else { return true }
        let inside = try? gzip.run(["-dcf"], input: files.output)
        return String(decoding: files.output, as: UTF8.self).contains(text)
            || String(decoding: inside?.output ?? [], as: UTF8.self).contains(text)
    }
}
