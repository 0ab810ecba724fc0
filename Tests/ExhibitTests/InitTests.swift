import Bytes
import Foundation
import TestSupport
import Testing

@Suite struct InitTests {
    @Test func makesAnEncryptedKeyThatVerificationTrusts() throws {
        let program = try Program()
        let made = try program.initialise()
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.text.contains("PC 1234 Jo Doe"))
        let key = try program.home.read("keys/officer.key")
        #expect(String(decoding: key, as: UTF8.self).hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        let mode = try FileManager.default.attributesOfItem(atPath: program.keyFolder + "/officer.key")
        #expect(mode[.posixPermissions] as? Int == 0o600)
        let trust = String(decoding: try program.home.read("keys/trust"), as: UTF8.self)
        let digest = try #require(
            made.text.split(separator: " ").first { $0.hasPrefix("sha256:") }?.prefix(71))
        #expect(trust.contains("\(digest) key PC 1234 Jo Doe, Example Police"))
        #expect(trust.contains(" certificate PC 1234 Jo Doe, Example Police"))
    }

    @Test func asksAgainForAForceThatIsEmpty() throws {
        let program = try Program()
        let session = try TerminalSession(
            ["init", "--name", "PC 1234 Jo Doe", "--passphrase-file", try program.passphraseFile()],
            environment: program.environment)
        #expect(session.answer("Your force or authority: ", ""))
        #expect(session.answer("Your force or authority: ", "Example Police"))
        #expect(session.end() == 0, "\(session.shown)")
        #expect(session.shown.contains("must be 1 to 64 characters"))
    }

    @Test func neverReplacesAKey() throws {
        let program = try Program()
        try program.initialise()
        let before = try program.home.read("keys/officer.key")
        let again = try program.initialise()
        #expect(again.status == 73)
        #expect(again.isOneClearLine, "\(again.errors)")
        #expect(again.errors.contains("there is a key already"))
        #expect(try program.home.read("keys/officer.key") == before)
    }

    @Test func finishesAKeyWithoutItsCertificate() throws {
        let program = try Program()
        try program.initialise()
        let key = try program.home.read("keys/officer.key")
        for name in ["officer.pem", "trust"] {
            try FileManager.default.removeItem(atPath: program.keyFolder + "/" + name)
        }
        let wrong = try program.run(
            "init", "--name", "A", "--force", "B", "--passphrase-file",
            try program.passphraseFile("another one, wrong"))
        #expect(wrong.status == 65)
        #expect(wrong.errors.hasSuffix("exhibit: wrong passphrase\n"))
        let finished = try program.initialise()
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(try program.home.read("keys/officer.key") == key)
        #expect(FileManager.default.fileExists(atPath: program.keyFolder + "/officer.pem"))
    }

    @Test func pinsAKeyWhosePinIsMissing() throws {
        let program = try Program()
        try program.initialise()
        let trust = try program.home.read("keys/trust")
        try FileManager.default.removeItem(atPath: program.keyFolder + "/trust")
        #expect(try program.initialise().status == 0)
        #expect(try program.home.read("keys/trust") == trust)
    }

    @Test func keepsWhatStandsInTheTrustList() throws {
        let program = try Program()
        try FileManager.default.createDirectory(atPath: program.keyFolder, withIntermediateDirectories: true)
        let line = "sha256:" + String(repeating: "0", count: 64) + " key Someone else"
        try program.home.write(Array(line.utf8), to: "keys/trust")
        #expect(try program.initialise().status == 0)
        let trust = String(decoding: try program.home.read("keys/trust"), as: UTF8.self)
        #expect(trust.hasPrefix(line + "\nsha256:"))
    }

    @Test func explainsACertificateWhoseKeyIsGone() throws {
        let program = try Program()
        try program.initialise()
        try FileManager.default.removeItem(atPath: program.keyFolder + "/officer.key")
        let outcome = try program.initialise()
        #expect(outcome.status == 66)
        #expect(outcome.isOneClearLine, "\(outcome.errors)")
    }

    @Test(arguments: [
        (["init", "--force", "B"], 64, "--name is needed"),
        (["init", "--name", "A", "--force", "B"], 64, "a passphrase for the key is needed"),
        (
            ["init", "--name", "A", "--force", "B", "--passphrase-file", "missing"], 66,
            "missing: cannot open"
        ),
        (["init", "--name", "A", "--force", "B", "--passphrase-file", "."], 66, "directory"),
        (["init", "--name", "A", "--force", "B", "--passphrase-file", "short"], 65, "too short"),
        (["init", "--name", "A", "--force", "B", "--passphrase-file", "lines"], 65, "on one line"),
        (["init", "--name", "A\u{7}", "--force", "B", "--passphrase-file", "short"], 64, "--name: must be"),
        (["init", "--name", "A", "--force", "B", "--passphrase-fd", "77"], 74, "--passphrase-fd 77"),
    ])
    func refusesInOneClearLine(arguments: [String], status: Int32, words: String) throws {
        let program = try Program()
        try program.home.write(Array("eleven chrs".utf8), to: "short")
        try program.home.write(Array("two lines of\ntext".utf8), to: "lines")
        let outcome = try Tool(path: Package.products + "/exhibit").run(
            arguments, environment: ["EXHIBIT_HOME": program.keyFolder], folder: program.home.path)
        #expect(outcome.status == status)
        #expect(outcome.isOneClearLine, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.keyFolder + "/officer.key"))
    }

    @Test func refusesUnknownOptionsAsUsage() throws {
        let program = try Program()
        #expect(try program.run("init", "--no-such-option").status == 64)
        #expect(try program.run("no-such-command").status == 64)
        #expect(try program.run("init", "--passphrase-file", "a", "--passphrase-fd", "0").status == 64)
    }

    @Test func asksAtATerminalWithoutShowingThePassphrase() throws {
        let program = try Program()
        let session = try TerminalSession(["init"], environment: ["EXHIBIT_HOME": program.keyFolder])
        for (question, answer) in [
            ("Your name", "PC 9 A. Grün"), ("Your force", "  Kreis Süd "), ("Passphrase:", "short"),
            ("Passphrase:", Program.passphrase), ("again:", "not the same one"),
            ("Passphrase:", Program.passphrase + "xy\u{7F}\u{7F}"), ("again:", Program.passphrase),
        ] {
            #expect(session.answer(question, answer), "\(session.shown)")
        }
        #expect(session.end() == 0, "\(session.shown)")
        #expect(session.shown.contains("too short"))
        #expect(session.shown.contains("they are not the same"))
        #expect(session.shown.contains("Name    PC 9 A. Grün"))
        #expect(!session.shown.contains("horse"))
        let openssl = try #require(Tool.named("openssl"))
        let key = try openssl.run(
            "pkey", "-in", program.keyFolder + "/officer.key", "-passin", "pass:" + Program.passphrase,
            "-noout")
        #expect(key.status == 0, "\(key.errors)")
    }

    @Test func stopsAtTheQuestionWithoutChangingAnything() throws {
        let program = try Program()
        let session = try TerminalSession(
            ["init", "--name", "A", "--force", "B"], environment: ["EXHIBIT_HOME": program.keyFolder])
        #expect(session.answer("Passphrase:", "some\u{3}"))
        #expect(session.end() == 75)
        #expect(!FileManager.default.fileExists(atPath: program.keyFolder))
    }
}
