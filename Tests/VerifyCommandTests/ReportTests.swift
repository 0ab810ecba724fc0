import Bytes
import Evidence
import Foundation
import Hashing
import Sealing
import Signing
import TestSupport
import Testing

/// What the commonest results read like; `EXHIBIT_REWRITE_GOLDEN=1` writes the texts anew.
@Suite struct ReportTests {
    private static let golden = Package.root + "/Tests/Golden/verify/"
    private static let isRewriting = ProcessInfo.processInfo.environment["EXHIBIT_REWRITE_GOLDEN"] == "1"

    /// A result: the file, the options, the status.
    struct Result: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Int32
        let options: [String]
        let file: @Sendable (VerifyProgram) throws -> [UInt8]?
        var testDescription: String { name }

        init(
            _ name: String, status: Int32, _ options: String...,
            file: @escaping @Sendable (VerifyProgram) throws -> [UInt8]?
        ) {
            self.name = name
            self.status = status
            self.options = options
            self.file = file
        }
    }

    @Test(arguments: results)
    func readsAsItsGoldenText(_ result: Result) throws {
        let program = try VerifyProgram()
        if let bytes = try result.file(program) { try program.folder.write(bytes, to: "post.wacz") }
        let options = result.options.map { $0 == "KEY" ? program.key : $0 }
        let outcome = try program.run(options + ["post.wacz"])
        #expect(outcome.status == result.status)
        #expect(outcome.errors.isEmpty)
        let text = Self.normalised(outcome.text)
        let path = Self.golden + result.name.replacing(",", with: "").replacing(" ", with: "-") + ".txt"
        if Self.isRewriting { try text.write(toFile: path, atomically: true, encoding: .utf8) }
        #expect(try text == String(contentsOfFile: path, encoding: .utf8))
        #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    /// What differs from run to run, replaced by text of the same length.
    private static func normalised(_ text: String) -> String {
        text.replacing(/sha256:[0-9a-f]{64}/) { _ in "sha256:" + String(repeating: "0", count: 64) }
            .replacing(/key [0-9A-F]{4}(-[0-9A-F]{4}){3}/) { _ in "key 0000-0000-0000-0000" }
            .replacing(/Key {8}[0-9A-F]{4}(-[0-9A-F]{4}){3}/) { _ in "Key        0000-0000-0000-0000" }
            .replacing(/urn:uuid:[0-9a-f-]{36}/) { _ in "urn:uuid:00000000-0000-4000-8000-000000000000" }
            .replacing(/byte [0-9]+/) { _ in "byte 0" }
    }

    static let results: [Result] = [
        Result("intact, certificate trusted", status: 0, "--trust", "officer.pem") {
            try $0.draft().sealed()
        },
        Result("intact, key trusted", status: 0, "--key", "KEY") { try $0.draft().sealed() },
        Result(
            "intact, authority trusted at a time", status: 0, "--trust", "root.pem", "--at",
            "2026-11-23T14:40:00Z"
        ) {
            try ofAuthority($0).sealed()
        },
        Result("authority trusted, time unknown", status: 2, "--trust", "root.pem") {
            try ofAuthority($0).sealed()
        },
        Result("nothing trusted", status: 2) { try $0.draft().sealed() },
        Result("time required", status: 2, "--trust", "officer.pem", "--require-time") {
            try $0.draft().sealed()
        },
        Result("quick", status: 0, "--trust", "officer.pem", "--quick") { try $0.draft().sealed() },
        Result("changed record", status: 1, "--trust", "officer.pem") { program in
            var parts = try program.draft().parts()
            // In the checksum of the last record, so that every run finds the same.
            let archive = "archive/data-0001.warc.gz"
            if let count = parts[archive]?.count { parts[archive]?[count - 8] ^= 1 }
            return parts.container
        },
        Result("changed statement", status: 1, "--trust", "officer.pem") { program in
            var parts = try program.draft().parts()
            parts[BundlePath.statement]?[200] ^= 1
            return parts.container
        },
        Result("incomplete copy", status: 1, "--trust", "officer.pem") {
            try $0.draft().sealed().dropLast(100)
        },
        Result("hidden from the index", status: 1, "--trust", "officer.pem") { program in
            var draft = try program.draft()
            draft.editIndex = { $0.removeLast() }
            return try draft.sealed()
        },
        Result("in part withheld", status: 0, "--trust", "officer.pem") { program in
            var derived = try DerivedDraft(try program.draft(), [6...6], .other)
            derived.why = "It names the complainant's \u{1B}[31mschool."
            return try derived.sealed()
        },
        Result("in part withheld, by somebody who is not known", status: 2, "--trust", "officer.pem") {
            program in
            var derived = try DerivedDraft(try program.draft(), [4...5], .victim)
            derived.officer = try SmallBundle().officer
            return try derived.sealed()
        },
        Result("caveats and hostile text", status: 0, "--trust", "officer.pem") { program in
            var draft = try program.draft()
            draft.facts.title = "\u{1B}[2J\u{202E}"
            draft.facts.final = "https://example.org/\u{1B}[31m\u{202E}tac"
            draft.facts.outcome = CaptureOutcome(.gone, reason: "the server says 404\u{7}\nINTACT")
            draft.facts.caveats = [
                Caveat(
                    code: "allow-private",
                    text: "addresses of private networks were allowed: what was recorded may come from one")
            ]
            return try draft.sealed()
        },
        Result("newer version, not trusted", status: 2) { program in
            var draft = try program.draft()
            draft.editStatement = { bytes in
                bytes = Array(
                    String(decoding: bytes, as: UTF8.self).replacing(
                        "exhibit-statement/1", with: "exhibit-statement/2"
                    ).utf8)
            }
            return try draft.sealed()
        },
        Result("another kind of file", status: 2) { _ in Array("%PDF-1.7\n".utf8) },
        Result("no file", status: 2) { _ in nil },
    ]

    /// A bundle of an officer whose certificate an authority has signed.
    private static func ofAuthority(_ program: VerifyProgram) throws -> BundleDraft {
        let begun = program.maker.begun
        let rootKey = try SigningKey.generateP256()
        let root = try CertificateIssue.make(
            .authority, key: rootKey, commonName: "Example Police Root", from: begun, days: 3650)
        let key = try SigningKey.generateP256()
        let certificate = try CertificateIssue.make(
            .officer, key: key, commonName: "PC 1234 Jo Doe", organization: "Example Police", from: begun,
            days: 365, issuer: (root, rootKey))
        try program.folder.write(CertificatePEM.encode(root), to: "root.pem")
        return try program.draft(SmallBundle(officer: OfficerIdentity(key: key, certificate: certificate)))
    }
}
