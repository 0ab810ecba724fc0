import Bytes
import Demo
import Foundation
import Hashing
import TestSupport
import Testing

/// `exhibit custody` as an officer and a prosecutor type it.
struct CustodyCommandTests {
    @Test func whatWasDoneWithABundleIsShownProvenAndChecked() throws {
        let program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        #expect(
            try program.capture(["--engine", "fetch", "-o", "post.wacz"] + post.options + [DemoSite.address])
                .status == 0)
        let before = try program.run("custody", "checkpoint")
        let held = try program.home.write(Array(before.text.utf8), to: "held")
        let key = try #require(
            before.errors.split(separator: "\n").first.map { String($0.dropFirst("key of the log: ".count)) })
        let noted = try program.run(
            "custody", "note", "post.wacz", "--verb", "copied", "--why", "for counsel", "--to", "Chambers",
            "--passphrase-file", try program.passphraseFile())
        #expect(noted.status == 0 && noted.text == "entry 3\n", "\(noted.errors)")
        let shown = try program.run("custody", "show", "post.wacz").text
        #expect(shown.contains("sealed  PC 1234 Jo Doe"))
        #expect(shown.contains("why: for counsel"))
        let verified = try program.run("custody", "verify", "--against", held)
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(verified.text == "the log is whole: 4 entries, and goes on from 1 earlier\n")
        #expect(try program.run("custody", "transcript", "post.wacz", "-o", "t.json").status == 0)
        if JSONSchema.isAvailable {
            let transcript = try program.home.read("t.json")
            #expect(try JSONSchema("transcript").errors(in: [transcript]) == "")
            let events = try JSONReader.parse(transcript)["events"]?.array ?? []
            let entries = events.compactMap { $0["entry"]?.string.flatMap { Base64.decode($0) } }
            #expect(try JSONSchema("custody-event").errors(in: entries) == "")
        }
        let certificate = program.keyFolder + "/officer.pem"
        let beside = try program.run(
            "verify", "post.wacz", "--transcript", "t.json", "--log", key, "--trust", certificate)
        #expect(beside.status == 0, "\(beside.text)\(beside.errors)")
        for words in [
            "begun, by PC 1234 Jo Doe", "copied, by PC 1234 Jo Doe", "[custody.self-asserted]",
            "[custody.named]",
        ] {
            #expect(beside.text.contains(words), "\(words) in \(beside.text)")
        }
        let alone = Tool(path: Package.products + "/exhibit-verify")
        func check(_ arguments: String...) throws -> Tool.Outcome {
            try alone.run(
                ["--transcript"] + arguments, environment: ["EXHIBIT_HOME": program.home.file("none")],
                folder: program.home.path)
        }
        #expect(try check("t.json", "--log", key, "--trust", certificate).status == 0)
        #expect(try check("t.json", "--log", key).status == 2)
        #expect(try check("t.json", "--trust", certificate).status == 2)
        let text = String(decoding: try program.home.read("t.json"), as: UTF8.self)
        _ = try program.home.write(
            Array(text.replacing("\"index\":2", with: "\"index\":1").utf8), to: "bad.json")
        #expect(try check("bad.json", "--log", key, "--trust", certificate).status == 1)
    }

    @Test func aCaptureThatFailsIsAnEventToo() throws {
        let program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        try program.home.write([1], to: "taken.wacz")
        let failed = try program.capture(
            ["--engine", "fetch", "-o", "taken.wacz"] + post.options + [DemoSite.address])
        #expect(failed.status != 0)
        let shown = try program.run("custody", "show").text
        #expect(shown.contains(" begun ") && shown.contains(" failed "), "\(shown)")
        #expect(try program.run("custody", "verify").status == 0)
    }

    @Test func anotherForceWitnessesTheLog() throws {
        let (program, other) = (try Program(), try Program())
        try program.initialise()
        try other.initialise()
        #expect(try program.run("custody", "witness", "ask").status == 66)
        let log = try #require(
            try program.run("custody", "checkpoint").errors.split(separator: "\n").first.map {
                String($0.dropFirst("key of the log: ".count))
            })
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Package.products + "/exhibit")
        process.arguments = ["witness", "serve", "--listen", "127.0.0.1:0", "--log", log]
        process.environment = ["EXHIBIT_HOME": other.keyFolder]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        try #require(words.count == 2, "\(line)")
        #expect(try other.run("witness", "key").text == words[1] + "\n")
        #expect(try program.run("custody", "witness", "add", words[1], words[0]).status == 0)
        #expect(try program.run("custody", "witness", "list").text.contains(words[0]))
        for _ in 0..<2 {
            let asked = try program.run("custody", "witness", "ask")
            #expect(
                asked.status == 0 && asked.text == "example-police.witness signed 0 entries\n",
                "\(asked.errors)")
        }
        let verified = try program.run("custody", "verify", "--witness", words[1])
        #expect(verified.status == 0 && verified.text.contains("goes on from 1 earlier"), "\(verified.text)")
    }

    @Test func anAuthoritySeesTheLog() throws {
        let program = try Program()
        try program.initialise()
        let authority = try TestTimestampAuthority()
        let url = try authority.start()
        try program.home.write(CertificatePEM.encode(authority.root.certificate), to: "tsa.pem")
        let stamped = try program.run("custody", "timestamp", "--tsa", url, "--daily")
        #expect(stamped.status == 0 && stamped.text.contains("by Test time"), "\(stamped.errors)")
        let again = try program.run("custody", "timestamp", "--tsa", url, "--daily")
        #expect(again.status == 0 && again.errors.contains("the last timestamp is of"))
        let verified = try program.run("custody", "verify", "--tsa-trust", "tsa.pem")
        #expect(verified.status == 0 && verified.text.contains("goes on from 1 earlier"), "\(verified.text)")
        #expect(try program.run("custody", "verify").text.contains("self-asserted"))
    }

    @Test func aLogThatWasPutBackGoesOnUnderAnotherName() throws {
        let program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        let capture = ["--engine", "fetch"] + post.options + [DemoSite.address, "-o"]
        #expect(try program.capture(capture + ["one.wacz"]).status == 0)
        let held = try program.home.write(
            Array(try program.run("custody", "checkpoint").text.utf8), to: "held")
        let (folder, backup) = (program.keyFolder + "/custody", program.home.file("backup"))
        try FileManager.default.copyItem(atPath: folder, toPath: backup)
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.copyItem(atPath: backup, toPath: folder)
        // The bundle is made all the same, and says that it was not in the log.
        let unlogged = try program.capture(capture + ["two.wacz"])
        #expect(
            unlogged.status == 0 && unlogged.errors.contains("exhibit custody restore"), "\(unlogged.errors)")
        let restored = try program.run(
            "custody", "restore", "--why", "the disk broke", "--passphrase-file", try program.passphraseFile()
        )
        #expect(
            restored.status == 0 && restored.text.contains("example-police.custody/2+"), "\(restored.errors)")
        #expect(try program.capture(capture + ["three.wacz"]).status == 0)
        #expect(try program.run("custody", "verify", "--against", held).status == 0)
        #expect(try program.run("custody", "transcript", "one.wacz", "-o", "t.json").status == 0)
        let key = try #require(
            try program.run("custody", "checkpoint").errors.split(separator: "\n").first.map {
                String($0.dropFirst("key of the log: ".count))
            })
        let verified = try program.run(
            "verify", "one.wacz", "--transcript", "t.json", "--log", key, "--trust",
            program.keyFolder + "/officer.pem")
        #expect(verified.status == 0, "\(verified.text)")
    }
}
