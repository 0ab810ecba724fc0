import Bytes
import Demo
import Foundation
import Synchronization
import TestSupport
import Testing
import Threads

/// The vault as officers use it.
struct VaultCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
        let made = try program.initialise(withVault: true)
        #expect(
            made.status == 0 && made.text.contains("Vault: \(program.keyFolder)/vault\n"), "\(made.errors)")
    }

    private func run(_ arguments: String..., key: Bool = true) throws -> Tool.Outcome {
        let signing = key ? ["--passphrase-file", try program.passphraseFile()] : []
        return try program.tool.run(
            arguments + signing, environment: program.environment, folder: program.home.path)
    }

    /// As another officer, with a key folder of their own.
    private func other(_ arguments: String...) throws -> Tool.Outcome {
        try program.tool.run(
            arguments + ["--passphrase-file", try program.passphraseFile()],
            environment: ["EXHIBIT_HOME": program.home.file("other")], folder: program.home.path)
    }

    @Test func theVaultThatInitWasGivenIsUsedFromThenOn() throws {
        let shared = program.home.file("shared")
        try program.home.write(Array("a".utf8), to: "a.txt")
        let settled = try run("init", "--vault", "shared")
        #expect(settled.status == 0 && settled.text == "Vault: shared\n", "\(settled.errors)")
        let imported = try run("import", "a.txt")
        #expect(imported.status == 0 && imported.text.contains("  \(shared)/bundles/"), "\(imported.text)")

        let second = try other(
            "init", "--vault", "shared", "--name", "PC 77 Søren Ó'Brien-Jäger", "--force", "Example Police")
        #expect(second.status == 0 && second.text.contains("Vault: shared\n"), "\(second.errors)")
        let line = "exhibit custody key add \(program.home.file("other"))/officer.pem --role capture"
        #expect(second.text.contains(line), "\(second.text)")
        let refused = try other("import", "a.txt")
        #expect(refused.status == 69 && refused.errors.contains("custody key add"), "\(refused.errors)")
        #expect(
            try run("custody", "key", "add", "other/officer.pem", "--role", "capture", "--role", "read")
                .status
                == 0)
        let taken = try other("import", "a.txt")
        #expect(
            taken.status == 0 && taken.text.contains("  exhibit SOJ/1\n"), "\(taken.text) \(taken.errors)")
        let settings = try program.home.read("other/settings.json")
        if JSONSchema.isAvailable { #expect(try JSONSchema("settings").errors(in: [settings]) == "") }
    }

    @Test func initialsThatNoNameGivesAreSettledOnce() throws {
        try program.home.write(Array("a".utf8), to: "a.txt")
        let asked = try other("init", "--name", "Ольга Иванова", "--force", "Example Police")
        #expect(asked.status == 64 && asked.errors.contains("--initials"), "\(asked.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.home.file("other/officer.key")))
        let made = try other(
            "init", "--name", "Ольга Иванова", "--force", "Example Police", "--initials", "oi")
        #expect(made.status == 0, "\(made.errors)")
        let imported = try other("import", "a.txt")
        #expect(imported.text.contains("  exhibit OI/1\n"), "\(imported.text) \(imported.errors)")
    }

    @Test func aBundleThatIsSealedAndNoExhibitIsNoSuccess() throws {
        try program.home.write(Array("a".utf8), to: "a.txt")
        // Where the bundle would go there is something else.
        try FileManager.default.removeItem(atPath: program.keyFolder + "/vault/bundles")
        try program.home.write([], to: "keys/vault/bundles")
        let imported = try run("import", "a.txt")
        #expect(imported.status == 74, "\(imported.errors)")
        #expect(imported.errors.contains("is no exhibit yet"), "\(imported.errors)")
        let captured = try program.capture(
            ["--engine", "fetch", "--allow-private", "http://127.0.0.1:1/", "--initials", "JD"])
        #expect(captured.status == 74, "\(captured.errors)")
    }

    private func incoming() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: program.keyFolder + "/vault/incoming")
    }

    @Test func aWrongNameLeavesNothingInTheVault() throws {
        let missing = try run("import", "nope")
        #expect(missing.status == 66 && missing.isOneClearLine, "\(missing.errors)")
        #expect(try incoming().isEmpty)
    }

    @Test func whatAKilledCaptureLeftIsNamedAndSealedWithoutItsName() throws {
        let server = try PageServer { _ in .silence }
        defer { server.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program.tool.path)
        process.arguments = [
            "capture", "--engine", "fetch", "--allow-private", "http://127.0.0.1:\(server.port)/x",
            "--passphrase-file", try program.passphraseFile(),
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(program.environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: program.home.path)
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        for _ in 0..<500 where server.requests.isEmpty { usleep(20_000) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try incoming().count == 2)
        let doctor = try program.run("doctor")
        #expect(doctor.text.contains("1 capture was stopped and is not sealed"), "\(doctor.text)")
        let recovered = try run("recover")
        #expect(recovered.status == 0 && recovered.text.hasPrefix("exhibit JD/1\n"), "\(recovered.errors)")
        #expect(try incoming().isEmpty)
        let again = try run("recover")
        #expect(again.status == 0 && again.errors.contains("nothing is left unsealed"), "\(again.errors)")
    }

    @Test func aCaptureBecomesAnExhibitThatIsFoundShownCheckedAndDisposedOf() throws {
        let post = try PostSite(program)
        #expect(try run("case", "new", "OP-HERON", "--title", "The heron").status == 0)
        let unknown = try program.capture(
            ["--engine", "fetch", "--case", "NONE"] + post.options + [DemoSite.address])
        #expect(unknown.status == 66 && unknown.isOneClearLine, "\(unknown.errors)")
        let captured = try program.capture(
            ["--engine", "fetch", "--case", "OP-HERON"] + post.options + [DemoSite.address])
        #expect(
            captured.status == 0 && captured.text.contains("  exhibit OP-HERON:JD/1\n"), "\(captured.errors)")
        #expect(try program.bundles.isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: program.keyFolder + "/vault/incoming").isEmpty
        )
        // With -o it goes where it is told, and is taken in later, as another exhibit.
        #expect(
            try program.capture(["--engine", "fetch", "-o", "two.wacz"] + post.options + [DemoSite.address])
                .status == 0)
        let added = try run("vault", "add", "two.wacz", "--case", "OP-HERON", "--title", "Second look")
        #expect(added.status == 0 && added.text == "OP-HERON:JD/2  two.wacz\n", "\(added.errors)")
        #expect(try program.bundles == ["two.wacz"])

        let list = try run("list", key: false)
        #expect(list.text.split(separator: "\n").count == 3, "\(list.text)")
        #expect(
            list.text.contains("JD/1     OP-HERON")
                && list.text.contains("  captured "))
        let json = try run("list", "--json", key: false).output
        #expect(try JSONReader.parse(json)["total"]?.integer == 2)
        if JSONSchema.isAvailable { #expect(try JSONSchema("exhibit-list").errors(in: [json]) == "") }
        let found = try run("find", "van", "northgate*", "--json", key: false)
        #expect(
            try JSONReader.parse(found.output)["exhibits"]?.array?.count == 2, "\(found.text)\(found.errors)")
        if JSONSchema.isAvailable { #expect(try JSONSchema("exhibit-list").errors(in: [found.output]) == "") }

        // Reading is an event: without a reason, or without a key, it does not happen.
        #expect(try run("show", "JD/1").status == 64)
        #expect(try run("show", "JD/1", "--why", "briefing", key: false).status == 64)
        let shown = try run("show", "jd/1", "--why", "briefing")
        #expect(shown.status == 0 && shown.text.contains("  Case       OP-HERON\n"), "\(shown.errors)")
        #expect(shown.text.contains("INTACT") && shown.text.contains("van"), "\(shown.text)")
        #expect(try run("verify", "OP-HERON:JD/2", "--why", "asked by counsel").status == 0)
        #expect(try run("extract", "JD/2", "--why", "for the analyst").status == 0)
        #expect(FileManager.default.fileExists(atPath: program.home.file("JD-2-extracted/list.tsv")))
        let copied = try run(
            "vault", "copy", "JD/2", "-o", "copy.wacz", "--why", "for counsel", "--to", "Chambers")
        #expect(copied.status == 0, "\(copied.errors)")
        #expect(try program.home.read("copy.wacz") == program.home.read("two.wacz"))
        let events = try run("custody", "show", key: false).text
        #expect(events.contains("viewed") && events.contains("why: briefing"))
        #expect(events.contains("verified") && events.contains("to: Chambers"))

        #expect(try run("vault", "check", key: false).text.contains("2 of 2 bundles checked"))
        let deep = try run("vault", "check", "--deep", "--sample", "50%", key: false)
        #expect(
            deep.status == 0 && deep.text.contains("1 of 2 bundles checked, a sample"),
            "\(deep.text)\(deep.errors)")
        #expect(try run("dispose", "JD/2", "--reason", "a duplicate").status == 0)
        #expect(try run("show", "JD/2", "--why", "x").errors.contains("was disposed of on"))
        #expect(try run("list", "--disposed", key: false).text.contains("disposed of 2"))
        let rebuilt = try run("vault", "rebuild", key: false)
        #expect(rebuilt.status == 0 && rebuilt.text.hasPrefix("2 exhibits from "), "\(rebuilt.errors)")
        #expect(try run("vault", "check", key: false).status == 0)
        try FileManager.default.removeItem(
            atPath: String(
                captured.text.split(separator: "\n").first {
                    $0.hasPrefix("  /") && $0.hasSuffix(".wacz")
                }?.dropFirst(2) ?? ""))
        let broken = try run("vault", "check", key: false)
        #expect(
            broken.status == 1 && broken.text.contains("missing: ") && broken.text.contains("OP-HERON:JD/1"))
    }

    @Test func sensitiveExhibitsDoNotComeOntoTheScreenByThemselves() throws {
        let post = try PostSite(program)
        #expect(try program.capture(["--engine", "fetch"] + post.options + [DemoSite.address]).status == 0)
        #expect(try run("posts", "JD/1", "--why", "x").text.contains("van"))
        let tagged = try run("tag", "JD/1", "+under-18", "+urgent")
        #expect(tagged.text == "JD/1: under-18 urgent\n", "\(tagged.errors)")
        #expect(try run("tag", "JD/1", "-urgent").text == "JD/1: under-18\n")
        #expect(try run("list", key: false).text.contains("[under 18] "))
        for arguments in [["show"], ["posts"], ["posts", "--json"], ["posts", "--csv"]] {
            let all = arguments + ["JD/1", "--why", "x", "--passphrase-file", try program.passphraseFile()]
            func run(_ more: String...) throws -> Tool.Outcome {
                try program.tool.run(all + more, environment: program.environment, folder: program.home.path)
            }
            let hidden = try run()
            #expect(hidden.status == 0 && !hidden.text.contains("van"), "\(hidden.text)")
            #expect((hidden.text + hidden.errors).contains("not shown here (under 18)"), "\(hidden.text)")
            #expect(try run("--show-sensitive").text.contains("van"))
        }
        #expect(try run("show", "JD/1", "--html", "page.html", "--why", "x").status == 64)
        #expect(try run("find", "van", key: false).text.isEmpty)
    }

    @Test func namesOfCasesThatAreEasilyMistakenAreRefused() throws {
        #expect(try run("case", "new", "OP-Heron").status == 0)
        #expect(try run("case", "new", "NG/2931/26").status == 0)
        let alike = try run("case", "new", "op-heron")
        #expect(alike.status == 73 && alike.errors.contains("OP-Heron"), "\(alike.errors)")
        for name in ["../../x", "/etc", "a//b", "a/./b", "..", "a\\b"] {
            let refused = try run("case", "new", name)
            #expect(refused.status == 65 && refused.isOneClearLine, "\(name): \(refused.errors)")
        }
    }

    @Test(arguments: ["2199-01-31", "22.11.2026", "2026-13-01", "yesterday", "2026-11-22T25:00"])
    func aTimeOfReceiptThatCannotBeIsRefused(time: String) throws {
        try program.home.write([1], to: "stick.bin")
        let refused = try run("import", "stick.bin", "--received", time)
        #expect(refused.status == 64 && refused.errors.contains("--received"), "\(refused.errors)")
    }

    @Test(arguments: ["2026-11-22", "2026-11-22T14:30", "2026-11-22T14:30Z", "2026-11-22T14:30:05Z"])
    func aTimeOfReceiptIsStatedAsItWasGiven(time: String) throws {
        try program.home.write([1], to: "stick.bin")
        let taken = try run("import", "stick.bin", "--received", time, "-o", "stick.wacz")
        #expect(taken.status == 0, "\(taken.errors)")
    }

    @Test(arguments: [
        ["--from", "2026-12-01", "--until", "2026-11-01"], ["--from", "1.11.2026"], ["--until", "tomorrow"],
    ])
    func aPeriodThatCannotBeIsRefused(period: [String]) throws {
        let refused = try program.run(["preservation", "x.wacz", "-o", "request"] + period)
        #expect(refused.status == 64 && refused.errors.contains("--"), "\(refused.errors)")
    }

    @Test(arguments: [
        ("verfy", "exhibit verify"), ("captrue", "exhibit capture"), ("lst", "exhibit list"),
        ("xyzzy", "exhibit --help"),
    ])
    func aMistypedCommandIsTold(word: String, hint: String) throws {
        let told = try program.run(word, "x")
        #expect(told.status == 64 && told.isOneClearLine && told.errors.contains(hint), "\(told.errors)")
    }

    @Test func retentionIsReviewedAndNothingIsRemovedByItself() throws {
        #expect(
            try run("import", try program.home.write([1], to: "stick.bin"), "--title", "A stick").status == 0)
        #expect(try run("retain", "JD/1", "--until", "2026-02-30", "--reason", "x").status == 64)
        let past = try run("retain", "JD/1", "--until", "2020-01-31", "--reason", "six years")
        #expect(past.status == 64 && past.errors.contains("has passed"), "\(past.errors)")
        #expect(try run("retain", "JD/1", "--until", "2199-01-31", "--reason", "six years").status == 0)
        let due = try run("retain", "--review", "--by", "2199-01-31", key: false)
        #expect(due.text.contains("2199-01-31  JD/1     six years     A stick"), "\(due.text)")
        #expect(try run("retain", "--review", "--by", "2199-01-30", key: false).text.isEmpty)
        #expect(try run("vault", "check", key: false).status == 0)
    }

    @Test func officersWhoAddAtTheSameTimeGetDifferentNumbers() throws {
        // Two officers, each with a home of their own, and one vault.
        let other = try Program()
        try other.initialise()
        let vault = program.keyFolder + "/vault"
        #expect(try run("case", "new", "OP-1").status == 0)
        let pem = try other.home.read("keys/officer.pem")
        let stranger = try other.run(
            "import", other.home.write([1], to: "s"), "--vault", vault, "--passphrase-file",
            other.passphraseFile())
        #expect(stranger.status == 69 && stranger.errors.contains("may not capture"), "\(stranger.errors)")
        let certificate = try program.home.write(pem, to: "other.pem")
        #expect(try run("custody", "key", "add", certificate, "--role", "capture").status == 0)
        let text = Mutex("")
        let (one, two) = (program, other)
        let threads = try [one, two].enumerated().map { place, officer in
            try BlockingThread.start(stackBytes: 8 << 20) {
                for number in 1...4 {
                    let outcome = Result {
                        let file = try officer.home.write([UInt8(number)], to: "file-\(place)-\(number)")
                        return try officer.run(
                            "import", file, "--vault", vault, "--passphrase-file", officer.passphraseFile())
                    }
                    text.withLock { $0 += (try? outcome.get().text + outcome.get().errors) ?? "\(outcome)" }
                }
            }
        }
        for thread in threads { thread.join() }
        let all = text.withLock { $0 }
        for number in 1...8 { #expect(all.contains("  exhibit JD/\(number)\n"), "\(all)") }
        #expect(try run("vault", "check", key: false).text.contains("8 of 8 bundles checked"))
    }

    @Test func aKeyWithoutAVaultGetsOneAndItsLogGoesOn() throws {
        let program = try Program()
        try program.initialise()
        let key = try program.passphraseFile()
        #expect(
            try program.run("import", program.home.write([1], to: "a"), "--passphrase-file", key).status == 0)
        #expect(try program.run("list").status == 66)
        let made = try program.run("init")
        #expect(made.status == 0 && made.text == "Vault: \(program.keyFolder)/vault\n", "\(made.errors)")
        #expect(try program.run("custody", "show").text.contains("imported"))
        #expect(try program.run("init").status == 73)
        let added = try program.run("vault", "add", "a.wacz", "--passphrase-file", key)
        #expect(added.text == "JD/1  a.wacz\n", "\(added.errors)")
        // What a crash left in its place, or in `incoming`, is named, and taken in where it is.
        for (name, number) in [("b", 2), ("c", 3)] {
            #expect(
                try program.run(
                    "import", program.home.write([2], to: name), "-o", name + ".wacz", "--passphrase-file",
                    key
                ).status == 0)
            let statement = try #require(Tool.named("unzip")).run(
                "-p", program.home.file(name + ".wacz"), "evidence/statement.json")
            let id = try #require(try JSONReader.parse(statement.output)["bundle"]?.string).dropFirst(9)
            let place =
                name == "b" ? "vault/incoming/b.wacz" : "vault/bundles/\(id.prefix(2))/\(id).wacz"
            let path = program.keyFolder + "/" + place
            try FileManager.default.createDirectory(
                atPath: path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
                    separator: "/"),
                withIntermediateDirectories: true)
            try FileManager.default.moveItem(atPath: program.home.file(name + ".wacz"), toPath: path)
            let check = try program.run("vault", "check")
            #expect(check.status == 1 && check.text.contains("surplus: \(path)"), "\(check.text)")
            let taken = try program.run("vault", "add", path, "--passphrase-file", key)
            #expect(taken.text == "JD/\(number)  \(path)\n", "\(taken.errors)")
            #expect(try program.run("vault", "check").status == 0)
        }
        var bytes = try program.home.read("a.wacz")
        bytes[bytes.count / 2] ^= 1
        let changed = try program.home.write(bytes, to: "changed.wacz")
        let refused = try program.run("vault", "add", changed, "--passphrase-file", key)
        #expect(refused.status == 1 && refused.errors.contains("was not taken in"), "\(refused.errors)")
        #expect(try program.run("vault", "check").text.contains("3 of 3 bundles checked"))
    }

    @Test func aReasonHasOneToTwoThousandCharactersWhereverItIsGiven() throws {
        let digest = "sha256:" + String(repeating: "0", count: 64)
        let commands = [
            ["show", "JD/1", "--why"], ["tag", "JD/1", "+urgent", "--why"],
            ["vault", "add", "x.wacz", "--why"],
            ["custody", "note", "x.wacz", "--verb", "viewed", "--why"], ["custody", "erase", "1", "--why"],
            ["custody", "restore", "--why"], ["custody", "key", "revoke", digest, "--why"],
            ["dispose", "JD/1", "--reason"], ["retain", "JD/1", "--until", "2030-01-31", "--reason"],
        ]
        for command in commands {
            for reason in ["", String(repeating: "x", count: 2001)] {
                let outcome = try program.run(command + [reason])
                #expect(
                    outcome.status == 64
                        && outcome.errors.contains("a reason must have 1 to 2000 characters"),
                    "\(command): \(outcome.errors.prefix(200))")
            }
            #expect(try !program.run(command + [String(repeating: "ä", count: 2000)]).errors.contains("2000"))
        }
    }
}
