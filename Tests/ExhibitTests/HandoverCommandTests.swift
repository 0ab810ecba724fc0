import Bytes
import Demo
import Foundation
import TestSupport
import Testing

/// `exhibit handover`, `receipt`, `encrypt` and `open`, as an officer and a prosecutor type them.
struct HandoverCommandTests {
    /// An officer with one captured bundle, `post.wacz`.
    private static func giver() throws -> Program {
        let program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        let captured = try program.capture(
            ["--engine", "fetch", "-o", "post.wacz"] + post.options + [DemoSite.address])
        try #require(captured.status == 0, "\(captured.errors)")
        return program
    }

    private static func certificate(of program: Program) -> String { program.keyFolder + "/officer.pem" }

    @Test func aHandoverIsGivenCheckedReceivedAndReceipted() throws {
        let giver = try Self.giver()
        let key = ["--passphrase-file", try giver.passphraseFile()]
        let made = try giver.run(
            [
                "handover", "post.wacz", "-o", "bag", "--to", "Jane Roe, CPS", "--reason", "charging",
                "--sensitive", "statement of the informant: names a child",
            ] + key)
        try #require(made.status == 0, "\(made.errors)")
        #expect(made.text.contains("1 bundle for Jane Roe, CPS") && made.errors.isEmpty, "\(made.errors)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: giver.home.file("bag/data")).sorted() == [
                "certificates.pem", "post.wacz", "post.wacz.sheet.html", "post.wacz.transcript.json",
                "post.wacz.verification.html", "report.json", "report.txt", "schedule-sensitive.csv",
                "schedule.csv", "verify-by-hand.md", "verify-by-hand.sh", "verify.html",
            ])
        let schedule = String(decoding: try giver.home.read("bag/data/schedule-sensitive.csv"), as: UTF8.self)
        #expect(schedule.hasSuffix("1,statement of the informant,names a child\r\n"))
        let page = try Data(contentsOf: URL(fileURLWithPath: Package.root + "/docs/verify-by-hand.md"))
        #expect(try giver.home.read("bag/data/verify-by-hand.md") == [UInt8](page))

        // Another machine, with another key.
        let taker = try Program()
        try taker.run(
            "init", "--name", "Jane Roe", "--force", "CPS", "--passphrase-file", try taker.passphraseFile())
        let bag = giver.home.file("bag")
        let unknown = try taker.run("handover", "verify", bag)
        #expect(unknown.status == 2 && unknown.text.contains("handover.not-anchored"), "\(unknown.text)")
        let trust = ["--trust", Self.certificate(of: giver)]
        let checked = try taker.run(["handover", "verify", bag] + trust)
        #expect(checked.status == 0, "\(checked.text)\(checked.errors)")
        #expect(checked.text.hasPrefix("INTACT") && checked.text.contains("To         Jane Roe, CPS"))
        #expect(checked.text.contains("INTACT  data/post.wacz\n"))
        #expect(checked.text.contains("INTACT  data/post.wacz.transcript.json"))
        // The giver's word for the log counts only while no other key is given.
        let printed = try giver.run("custody", "checkpoint").errors.split(separator: " ").last ?? ""
        let log = printed.trimmingCharacters(in: .newlines)
        #expect(checked.text.contains("[handover.log]"))
        let named = try taker.run(["handover", "verify", bag, "--log", log] + trust)
        #expect(named.status == 0 && !named.text.contains("[handover.log]"), "\(named.text)\(named.errors)")
        let own = try taker.run("custody", "checkpoint").errors.split(separator: " ").last ?? ""
        let other = try taker.run(
            ["handover", "verify", bag, "--log", own.trimmingCharacters(in: .newlines)] + trust)
        #expect(
            other.status == 2 && other.text.contains("CANNOT BE VERIFIED  data/post.wacz.transcript.json"),
            "\(other.text)\(other.errors)")
        if JSONSchema.isAvailable {
            let json = try taker.run(["handover", "verify", bag, "--json"] + trust)
            #expect(try JSONSchema("verdict").errors(in: [json.output]) == "")
        }
        let taken = try taker.run(
            ["receipt", bag, "-o", "receipt.json", "--passphrase-file", try taker.passphraseFile()] + trust)
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(try taker.run("custody", "show").text.contains("received"))

        // The receipt goes back. Nothing is noted before the giver says whose key it is.
        let receipt = taker.home.file("receipt.json")
        let stranger = try giver.run(["handover", "receipt", receipt] + key)
        #expect(stranger.status == 2 && stranger.text.contains("no; nothing was noted"), "\(stranger.errors)")
        let noted = try giver.run(
            ["handover", "receipt", receipt, "--trust", Self.certificate(of: taker)] + key)
        #expect(noted.status == 0 && noted.text.contains("entry "), "\(noted.errors)\(noted.text)")
        let twice = try giver.run(
            ["handover", "receipt", receipt, "--trust", Self.certificate(of: taker)] + key)
        #expect(twice.status == 64 && twice.isOneClearLine, "\(twice.errors)")
        let events = try giver.run("custody", "show", "post.wacz").text
        #expect(
            events.contains("handed-over  PC 1234 Jo Doe") && events.contains("to: Jane Roe, CPS")
                && events.contains("by: Jane Roe"), "\(events)")
        #expect(try giver.run("custody", "verify").status == 0)

        // A receipt for what was never given, and one that was changed.
        #expect(try taker.run(["handover", "receipt", receipt] + trust).status == 1)
        let text = String(decoding: try taker.home.read("receipt.json"), as: UTF8.self)
        try taker.home.write(Array(text.replacing("Jane", with: "Jade").utf8), to: "receipt.json")
        let changed = try giver.run(["handover", "receipt", receipt] + key)
        #expect(changed.status == 1 && changed.isOneClearLine, "\(changed.errors)")
    }

    /// A part has an id of its own, and the statement of the original: neither makes its transcript a false one.
    @Test func aDisclosedPartIsHandedOver() throws {
        let giver = try Self.giver()
        let key = ["--passphrase-file", try giver.passphraseFile()]
        let list = try giver.run("disclose", "post.wacz", "--list").text
        let page = try #require(list.split(separator: "\n").first { $0.contains("\tpage\t") })
        let made = try giver.run(
            [
                "disclose", "post.wacz", "--withhold", String(page.prefix { $0 != "\t" }), "--reason",
                "victim",
                "--to", "Jane Roe, CPS", "-o", "part.wacz",
            ] + key)
        try #require(made.status == 0, "\(made.errors)")
        for (file, verb) in [("post.wacz", "withheld"), ("part.wacz", "disclosed")] {
            let events = try giver.run("custody", "show", file).text
            #expect(
                events.contains(verb) && events.contains("to: Jane Roe, CPS")
                    && events.contains("why: it could identify"), "\(events)")
        }
        let given = try giver.run(["handover", "part.wacz", "-o", "bag", "--to", "Jane Roe, CPS"] + key)
        try #require(given.status == 0, "\(given.errors)")
        let trust = ["--trust", Self.certificate(of: giver)]
        let checked = try giver.run(["handover", "verify", "bag"] + trust)
        #expect(checked.status == 0 && !checked.text.contains("custody.begun-missing"), "\(checked.text)")
        let transcript = giver.home.file("bag/data/part.wacz.transcript.json")
        let alone = try giver.run(["verify", "part.wacz", "--transcript", transcript] + trust)
        #expect(alone.status != 1 && !alone.text.contains("custody.begun-missing"), "\(alone.text)")
    }

    /// Where the log takes no event there is no bag and no receipt; nor half of one where a name is taken.
    @Test func nothingIsHalfMade() throws {
        let giver = try Self.giver()
        let key = ["--passphrase-file", try giver.passphraseFile()]
        let made = try giver.run(
            ["handover", "post.wacz", "-o", "bag", "--to", "CPS", "--zone", "Pacific/Marquesas"] + key)
        try #require(made.status == 0, "\(made.errors)")
        let sheet = String(decoding: try giver.home.read("bag/data/post.wacz.sheet.html"), as: UTF8.self)
        #expect(sheet.contains("in Pacific/Marquesas"))
        let files = FileManager.default
        try giver.home.write([], to: "receipt.json")
        let taken = try giver.run(["receipt", "bag", "-o", "receipt.json"] + key)
        #expect(taken.status == 73 && taken.isOneClearLine, "\(taken.errors)")
        #expect(!files.fileExists(atPath: giver.home.file("receipt.json.p7s")))
        // The log is put back from a copy.
        let log = giver.keyFolder + "/custody"
        try files.moveItem(atPath: log, toPath: log + "-away")
        try files.copyItem(atPath: log + "-away", toPath: log)
        let refused = try giver.run(["handover", "post.wacz", "-o", "other", "--to", "CPS"] + key)
        #expect(refused.status != 0 && refused.isOneClearLine, "\(refused.errors)")
        #expect(!files.fileExists(atPath: giver.home.file("other")))
        let unsigned = try giver.run(["receipt", "bag", "-o", "r.json"] + key)
        #expect(unsigned.status != 0 && unsigned.isOneClearLine, "\(unsigned.errors)")
        for name in ["r.json", "r.json.p7s"] { #expect(!files.fileExists(atPath: giver.home.file(name))) }
    }

    @Test func anEncryptedHandoverIsReadByItsRecipientAlone() throws {
        let (giver, taker) = (try Self.giver(), try Program())
        try taker.run(
            "init", "--name", "Jane Roe", "--force", "CPS", "--passphrase-file", try taker.passphraseFile())
        let made = try giver.run(
            "handover", "post.wacz", "-o", "parts", "--to", "Jane Roe, CPS", "--encrypt-to",
            Self.certificate(of: taker), "--passphrase-file", try giver.passphraseFile())
        #expect(made.status == 0, "\(made.errors)")
        let parts = giver.home.file("parts")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: parts).sorted() == [
                "part-0001.p7m", "parts.json", "parts.json.p7s",
            ])
        // Nothing of it lies in the clear, there or beside it.
        let part = try giver.home.read("parts/part-0001.p7m") + giver.home.read("parts/parts.json")
        #expect(part.firstRange(of: Array("handover.json".utf8)) == nil)
        #expect(part.firstRange(of: Array("post.wacz".utf8)) == nil)
        let closed = try taker.run("handover", "verify", parts)
        #expect(closed.status == 65 && closed.errors.contains("exhibit open"), "\(closed.errors)")
        let wrong = try giver.run(
            "open", parts, "-o", "bag.zip", "--passphrase-file", try giver.passphraseFile())
        #expect(
            wrong.status == 65 && wrong.isOneClearLine && wrong.errors.contains("Jane Roe"), "\(wrong.errors)"
        )
        let opened = try taker.run(
            "open", parts, "-o", "bag.zip", "--passphrase-file", try taker.passphraseFile())
        #expect(opened.status == 0 && opened.text.contains("by PC 1234 Jo Doe"), "\(opened.errors)")
        let checked = try taker.run(
            "handover", "verify", "bag.zip", "--trust", Self.certificate(of: giver))
        #expect(checked.status == 0, "\(checked.text)\(checked.errors)")
        // The last byte but the directory's: a changed file never becomes a bag of another maker that passes.
        var bytes = try taker.home.read("bag.zip")
        bytes[bytes.count / 2] ^= 1
        try taker.home.write(bytes, to: "changed.zip")
        #expect(
            try taker.run("handover", "verify", "changed.zip", "--trust", Self.certificate(of: giver)).status
                == 1)
    }

    @Test func aFileIsEncryptedAndOpened() throws {
        let program = try Program()
        try program.initialise()
        let key = ["--passphrase-file", try program.passphraseFile()]
        try program.home.write(Array("notes".utf8), to: "notes.txt")
        let me = Self.certificate(of: program)
        let made = try program.run(["encrypt", "notes.txt", "--to", me, "-o", "parts"] + key)
        #expect(made.status == 0 && made.text.contains("for PC 1234 Jo Doe"), "\(made.errors)")
        #expect(try program.run(["open", "parts", "-o", "again.txt"] + key).status == 0)
        #expect(try program.home.read("again.txt") == Array("notes".utf8))
        let taken = try program.run(["open", "parts", "-o", "again.txt"] + key)
        #expect(taken.status == 73 && taken.isOneClearLine, "\(taken.errors)")
        let none = try program.run(["open", "keys", "-o", "x"] + key)
        #expect(none.status == 66 && none.isOneClearLine, "\(none.errors)")
        let nobody = try program.run(["encrypt", "notes.txt", "--to", "notes.txt", "-o", "other"] + key)
        #expect(nobody.status == 65 && nobody.isOneClearLine, "\(nobody.errors)")
    }

    @Test func bagsOfOthersAndBrokenBundlesAreToldApart() throws {
        let program = try Self.giver()
        try FileManager.default.createDirectory(
            atPath: program.home.file("foreign/data"), withIntermediateDirectories: true)
        try program.home.write(
            Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8), to: "foreign/bagit.txt")
        try program.home.write([], to: "foreign/manifest-sha256.txt")
        let foreign = try program.run("handover", "verify", "foreign")
        #expect(foreign.status == 2 && foreign.text.hasPrefix("Not a handover of this program"))
        var bytes = try program.home.read("post.wacz")
        bytes[bytes.count / 2] ^= 1
        try program.home.write(bytes, to: "broken.wacz")
        let refused = try program.run(
            "handover", "broken.wacz", "-o", "bag", "--to", "x", "--passphrase-file",
            try program.passphraseFile())
        #expect(refused.status == 1 && refused.isOneClearLine, "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.home.file("bag")))
        let receipt = try program.run(
            "receipt", "foreign", "-o", "r.json", "--passphrase-file", try program.passphraseFile())
        #expect(receipt.status == 65 && !FileManager.default.fileExists(atPath: program.home.file("r.json")))
    }
}
