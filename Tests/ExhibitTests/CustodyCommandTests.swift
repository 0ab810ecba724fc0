import Bytes
import Demo
import Foundation
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
        #expect(noted.status == 0 && noted.text == "entry 1\n", "\(noted.errors)")
        let shown = try program.run("custody", "show", "post.wacz").text
        #expect(shown.contains("sealed  PC 1234 Jo Doe"))
        #expect(shown.contains("why: for counsel"))
        let verified = try program.run("custody", "verify", "--against", held)
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(verified.text == "the log is whole: 2 entries, and goes on from 1 earlier\n")
        #expect(try program.run("custody", "transcript", "post.wacz", "-o", "t.json").status == 0)
        if JSONSchema.isAvailable {
            let transcript = try program.home.read("t.json")
            #expect(try JSONSchema("transcript").errors(in: [transcript]) == "")
            let events = try JSONReader.parse(transcript)["events"]?.array ?? []
            let entries = events.compactMap { $0["entry"]?.string.flatMap { Base64.decode($0) } }
            #expect(try JSONSchema("custody-event").errors(in: entries) == "")
        }
        let checked = try program.run("custody", "check", "t.json", "--log", key)
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(try program.run("custody", "check", "t.json").status == 2)
        let text = String(decoding: try program.home.read("t.json"), as: UTF8.self)
        _ = try program.home.write(
            Array(text.replacing("\"index\":1", with: "\"index\":0").utf8), to: "bad.json")
        let bad = try program.run("custody", "check", "bad.json", "--log", key)
        #expect(bad.status == 1 && bad.isOneClearLine, "\(bad.errors)")
    }
}
