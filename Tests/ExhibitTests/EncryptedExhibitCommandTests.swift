import Bytes
import Evidence
import Foundation
import TestSupport
import Testing

/// Exhibits that the vault keeps encrypted, as officers use them.
struct EncryptedExhibitCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
        try #require(program.initialise(withVault: true).status == 0)
        try FileManager.default.createDirectory(
            atPath: program.home.file("tmp"), withIntermediateDirectories: false)
    }

    private func run(_ arguments: String..., by other: Program? = nil, key: Bool = true) throws
        -> Tool.Outcome
    {
        let who = other ?? program
        let signing = key ? ["--passphrase-file", try who.passphraseFile()] : []
        let environment = [
            "EXHIBIT_HOME": who.keyFolder, "EXHIBIT_VAULT": program.keyFolder + "/vault",
            "TMPDIR": program.home.file("tmp"),
        ]
        return try program.tool.run(arguments + signing, environment: environment, folder: program.home.path)
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder)
    }

    /// A bundle in the home that a report calls under 18.
    private func sealed(_ name: String = "child.wacz") throws -> String {
        let maker = try SmallBundle()
        let path = program.home.file(name)
        let writer = try maker.begin(at: path, target: "https://social.example/1")
        let post: JSONValue = [
            "platform": "x", "text": "her address is 14 Wexcombe Row", "createdAt": "2026-11-20T10:00:00Z",
        ]
        let stated: JSONValue = [
            "format": "exhibit-case/1", "stated": ["reports": [["reference": "R/1", "flags": ["under-18"]]]],
        ]
        try maker.seal(
            writer,
            files: [BundlePath.posts: post.serialized() + [0x0A], BundlePath.caseFile: stated.serialized()])
        return path
    }

    @Test func itIsReadCopiedHandedOverAndDisposedOfLikeAnyOther() throws {
        let file = try sealed()
        let vault = program.keyFolder + "/vault"
        let added = try run("vault", "add", file)
        #expect(
            added.status == 0
                && added.errors.contains("JD/1: is encrypted; these can open it: PC 1234 Jo Doe"))
        #expect(try names(vault + "/bundles").allSatisfy { !$0.hasSuffix(".wacz") })
        #expect(try names(vault + "/bundles").contains { $0.hasSuffix(".wacz.parts/parts.json") })

        #expect(try run("show", "JD/1", "--why", "x", key: false).status == 64)
        let hidden = try run("show", "JD/1", "--why", "briefing")
        #expect(hidden.status == 0 && !hidden.text.contains("Wexcombe"), "\(hidden.errors)")
        let shown = try run("posts", "JD/1", "--why", "briefing", "--show-sensitive")
        #expect(shown.status == 0 && shown.text.contains("Wexcombe"), "\(shown.errors)")
        let direct = try run("verify", file, key: false)
        let verified = try run("verify", "JD/1", "--why", "for court")
        #expect(verified.status == direct.status && direct.status == 2, "\(verified.errors)")
        #expect(try run("vault", "copy", "JD/1", "-o", "copy.wacz", "--why", "counsel").status == 0)
        #expect(try program.home.read("copy.wacz") == program.home.read("child.wacz"))
        #expect(try run("extract", "JD/1", "--why", "analyst").status == 0)
        let given = try run("handover", "JD/1", "-o", "bag", "--to", "Jane Roe, CPS")
        #expect(given.status == 0, "\(given.errors)")
        #expect(try names(program.home.file("bag")).contains { $0.hasSuffix(".wacz") })
        // Its path names it too, and nothing that was opened is left.
        let path =
            vault + "/bundles/" + (try names(vault + "/bundles").first { $0.hasSuffix(".wacz.parts") } ?? "")
        #expect(try run("show", path, "--why", "briefing").status == 0)
        #expect(try run("show", String(path.dropLast(6)), "--why", "briefing").status == 0)
        #expect(try names(program.home.file("tmp")) == [])

        let check = try run("vault", "check", "--deep", key: false)
        #expect(check.status == 0 && check.text.contains("1 of them is encrypted"), "\(check.text)")
        let list = try run("list", "--json", key: false).text
        #expect(try run("vault", "rebuild", key: false).status == 0)
        #expect(try run("list", "--json", key: false).text == list)
        #expect(try run("dispose", "JD/1", "--reason", "acquitted").status == 0)
        #expect(try names(vault + "/bundles").allSatisfy { !$0.contains(".wacz") })
    }

    @Test func oneThatIsMarkedLaterIsEncryptedAtOnce() throws {
        let file = try program.home.write(Array("her address".utf8), to: "stick.txt")
        #expect(try run("import", file, "--title", "A stick").status == 0)
        let vault = program.keyFolder + "/vault"
        #expect(try run("tag", "JD/1", "+urgent").errors == "")
        #expect(try names(vault + "/bundles").contains { $0.hasSuffix(".wacz") })
        let tagged = try run("tag", "JD/1", "+under-18")
        #expect(
            tagged.text == "JD/1: under-18 urgent\n" && tagged.errors.contains("JD/1: is encrypted; "),
            "\(tagged.errors)")
        #expect(try names(vault + "/bundles").allSatisfy { !$0.hasSuffix(".wacz") })
        #expect(try run("tag", "JD/1", "+intimate-image").errors == "")
        // Where it could not be encrypted, a check names it, and what to do.
        #expect(try run("vault", "copy", "JD/1", "-o", "copy.wacz", "--why", "x").status == 0)
        let parts = try #require(try names(vault + "/bundles").first { $0.hasSuffix(".wacz.parts") })
        let plain = vault + "/bundles/" + parts.dropLast(6)
        try FileManager.default.removeItem(atPath: vault + "/bundles/" + parts)
        try FileManager.default.moveItem(atPath: program.home.file("copy.wacz"), toPath: plain)
        let check = try run("vault", "check", key: false)
        #expect(check.status == 0, "\(check.text)")
        #expect(
            check.text.contains("plain: \(plain): JD/1: is sensitive (intimate image, under 18)"),
            "\(check.text)")
        #expect(check.text.contains("exhibit vault encrypt JD/1"))
        #expect(try run("vault", "encrypt", "JD/1").errors.contains("JD/1: is encrypted; "))
        #expect(try !run("vault", "check", key: false).text.contains("plain: "))
    }

    @Test func openingAndEncryptingWhatLiesInTheVaultIsNoted() throws {
        #expect(try run("vault", "add", sealed()).status == 0)
        let vault = program.keyFolder + "/vault"
        let parts = try #require(try names(vault + "/bundles").first { $0.hasSuffix(".wacz.parts") })
        let folder = vault + "/bundles/" + parts
        let certificate = program.keyFolder + "/officer.pem"
        func events() throws -> [String] {
            try run("custody", "show", "JD/1", key: false).text.split(separator: "\n").map(String.init)
        }
        try FileManager.default.createSymbolicLink(
            atPath: program.home.file("link"), withDestinationPath: folder)
        for (place, name) in [folder, folder + "/", folder + "/.", "link", "JD/1"].enumerated() {
            // Without a reason nothing is read, and with one the log has it.
            let silent = try run("open", name, "-o", "open-\(place)")
            #expect(silent.status == 64 && silent.errors.contains("--why"), "\(name): \(silent.errors)")
            #expect(try run("encrypt", name, "--to", certificate, "-o", "parts-\(place)").status == 64)
            let before = try events().count
            #expect(
                try run("open", name, "-o", "open-\(place)", "--why", "counsel asks").status == 0, "\(name)")
            #expect(try program.home.read("open-\(place)") == program.home.read("child.wacz"))
            let encrypted = try run(
                "encrypt", name, "--to", certificate, "-o", "parts-\(place)", "--why", "for counsel")
            #expect(encrypted.status == 0, "\(name): \(encrypted.errors)")
            let added = try events().dropFirst(before)
            #expect(added.count == 2 && added.allSatisfy { $0.contains("copied") }, "\(added)")
            #expect(added.last?.contains("to: PC 1234 Jo Doe") == true)
        }
        #expect(try run("open", "parts-0", "-o", "again").status == 0)
        #expect(try program.home.read("again") == program.home.read("child.wacz"))
        // A plain one by its path.
        let file = try program.home.write([1], to: "stick.bin")
        #expect(try run("import", file).status == 0)
        let plain = try #require(try names(vault + "/bundles").first { $0.hasSuffix(".wacz") })
        let path = vault + "/bundles/" + plain
        #expect(try run("encrypt", path, "--to", certificate, "-o", "plain").status == 64)
        #expect(try run("encrypt", path, "--to", certificate, "-o", "plain", "--why", "x").status == 0)
        #expect(try run("custody", "show", "JD/2", key: false).text.contains("copied"))
        #expect(try names(program.home.file("tmp")) == [])
    }

    @Test func anotherOfficerReadsItAfterItIsEncryptedAgain() throws {
        #expect(try run("vault", "add", sealed()).status == 0)
        let second = try Program()
        try second.run(
            "init", "--no-vault", "--name", "PC 2 Sam Roe", "--force", "Example Police", "--passphrase-file",
            try second.passphraseFile())
        let certificate = second.keyFolder + "/officer.pem"
        let keyAdded = try run("custody", "key", "add", certificate, "--role", "read")
        #expect(keyAdded.status == 0, "\(keyAdded.errors)")
        let refused = try run("verify", "JD/1", "--why", "x", by: second)
        #expect(refused.status == 65 && refused.errors.contains("encrypt --again JD/1"), "\(refused.errors)")
        let again = try run("vault", "encrypt", "--again", "--why", "Sam joins the case")
        #expect(again.status == 0 && again.errors.contains("PC 2 Sam Roe"), "\(again.errors)")
        let read = try run("posts", "JD/1", "--why", "x", "--show-sensitive", by: second)
        #expect(read.status == 0 && read.text.contains("Wexcombe"), "\(read.errors)")
        #expect(try names(program.home.file("tmp")) == [])
    }

    @Test func allAreEncryptedAgainOneAfterTheOther() throws {
        for number in 1...3 { #expect(try run("vault", "add", sealed("\(number).wacz")).status == 0) }
        let list = try JSONReader.parse(run("list", "--json", key: false).output)
        let bundle = try #require(list["exhibits"]?.array?[1]["bundle"]?.string).dropFirst(9)
        let part = program.keyFolder + "/vault/bundles/\(bundle.prefix(2))/\(bundle).wacz.parts/part-0001.p7m"
        try FileManager.default.removeItem(atPath: part)
        try Data([1]).write(to: URL(fileURLWithPath: part))
        // The newest first: it is done and closed before the next is noted and opened; nobody comes to the last.
        let again = try run("vault", "encrypt", "--again", "--why", "x")
        #expect(again.status == 65 && again.errors.contains("JD/3: is encrypted"), "\(again.errors)")
        #expect(again.errors.contains("exhibit: JD/2: part-0001.p7m") && !again.errors.contains("JD/1"))
        let events = try run("custody", "show", key: false).text.split(separator: "\n").filter {
            $0.contains("viewed")
        }
        #expect(events.count == 2 && events.allSatisfy { !$0.contains("JD/1") }, "\(events)")
        #expect(try names(program.home.file("tmp")) == [])
    }
}
