import Foundation
import Hashing
import Sealing
import TestSupport
import Testing

/// `exhibit-verify trust` and `--explain`.
struct TrustCommandTests {
    private let folder: TemporaryFolder
    private let tool = Tool(path: Package.products + "/exhibit-verify")

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) throws -> Tool.Outcome {
        try tool.run(arguments, environment: ["EXHIBIT_HOME": folder.file("home")], folder: folder.path)
    }

    @Test func keysAreAddedListedAndRemoved() throws {
        let maker = try SmallBundle()
        try maker.seal(
            at: folder.file("post.wacz"), resources: [("urn:note", "text/plain", Array("a note".utf8))])
        let certificate = maker.officer.certificate
        #expect(try run("trust", "list").text == "you trust nobody yet\n")
        let unknown = try run("post.wacz")
        #expect(unknown.status == 2)
        // The report says the very line to type.
        let line = try #require(unknown.text.split(separator: "\n").first { $0.contains("trust add --key") })
        #expect(line.contains(certificate.keyDigest.text))
        #expect(
            try run("trust", "add", "--key", certificate.keyDigest.text, "--label", "Jo\nDoe").status == 0)
        #expect(try run("trust", "add", "--key", certificate.keyDigest.text).status == 0)
        let listed = try run("trust", "list").text
        #expect(listed.split(separator: "\n").count == 2 && listed.contains("  key  Jo"))
        #expect(try run("post.wacz").status == 0)
        #expect(try run("trust", "remove", certificate.keyDigest.text).status == 0)
        #expect(try run("trust", "remove", certificate.keyDigest.text).status == 66)
        #expect(try run("post.wacz").status == 2)
        try folder.write(CertificatePEM.encode(certificate), to: "officer.pem")
        #expect(try run("trust", "add", "officer.pem").status == 0)
        #expect(try run("verify", "post.wacz").status == 0)
        let kept = try folder.read("home/trust")
        #expect(String(decoding: kept, as: UTF8.self).hasPrefix("# "))
    }

    @Test func whatIsWrongIsOneLine() throws {
        for arguments in [
            ["trust", "add", "--key", "sha256:zz"], ["trust", "add"], ["trust", "remove", "x"],
            ["trust", "add", "nowhere.pem"], [],
        ] {
            let outcome = try tool.run(
                arguments, environment: ["EXHIBIT_HOME": folder.file("home")], folder: folder.path)
            #expect(outcome.status >= 64, "\(arguments)")
            #expect(outcome.output.isEmpty)
        }
        try folder.write(Array("rubbish\n".utf8), to: "home-trust")
        try FileManager.default.createDirectory(
            atPath: folder.file("home"), withIntermediateDirectories: true)
        try folder.write(Array("rubbish\n".utf8), to: "home/trust")
        #expect(try run("trust", "list").status == 65)
        #expect(try run("trust", "add", "--key", "sha256:" + String(repeating: "0", count: 64)).status == 65)
    }

    @Test func aCodeIsExplained() throws {
        let outcome = try run("--explain", "records.digest")
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("A member's digest is not that of its line."))
        #expect(try run("--explain", "handover.tag-file").text.contains("Its weight: altered, malformed"))
        #expect(try run("--explain", "no.such").status == 66)
    }

    /// `scripts/make-meanings` was run after the table was changed.
    @Test func theTableOfTheDocumentIsThePrograms() throws {
        let document = try ["findings", "handover"].map {
            try String(contentsOfFile: Package.root + "/docs/formats/\($0).md", encoding: .utf8)
        }.joined()
        let source = try String(
            contentsOfFile: Package.root + "/Sources/VerifyCommand/FindingMeanings.swift", encoding: .utf8)
        let rows = document.matches(of: /\n\| `([a-z0-9.-]+)` \| ([a-z, ]+) \| ([a-z, ]+) \| (.*) \|/)
        #expect(rows.count > 100)
        for row in rows {
            #expect(source.contains("\n        \(row.1) | \(row.2) | \(row.3) | \(row.4)\n"), "\(row.1)")
        }
    }
}
