import Demo
import Evidence
import Foundation
import Hashing
import Signing
import TestSupport
import Testing

/// Every JSON file of a real bundle fits its schema.
@Suite(.enabled(if: JSONSchema.isAvailable, "needs jsonschema, which scripts/peers installs"))
struct BundleSchemaTests {
    private let program: Program
    /// The bundle, unzipped.
    private let folder: String
    /// The contents of all records.
    private let records: [UInt8]

    init() throws {
        program = try Program()
        try program.initialise()
        let post = try PostSite(program)
        let key = try SigningKey.generateP256()
        let escrow = try CertificateIssue.make(
            .officer, key: key, commonName: "Escrow", from: SealingClock.system.now(), days: 1)
        try program.home.write(CertificatePEM.encode(escrow), to: "escrow.pem")
        let outcome = try program.capture(
            ["--engine", "fetch", "--escrow", "escrow.pem", "--title", "The van", "--note", "Seen at ten"]
                + post.options + [DemoSite.address, "-o", "post.wacz"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let folder = program.home.file("unzipped")
        let unzip = try #require(Tool.named("unzip")).run("-q", program.home.file("post.wacz"), "-d", folder)
        #expect(unzip.status == 0)
        let archives = try FileManager.default.contentsOfDirectory(atPath: folder + "/archive").sorted()
        let gzip = try #require(Tool.named("gzip")).run(
            ["-dc"] + archives.map { folder + "/archive/" + $0 })
        self.folder = folder
        records = gzip.output
    }

    private func file(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: folder + "/" + path) else { return nil }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)))
    }

    @Test(arguments: [
        ("capture", "evidence/capture.json"), ("note", "evidence/note.json"),
        ("statement", "evidence/statement.json"), ("datapackage", "datapackage.json"),
        ("datapackage-digest", "datapackage-digest.json"),
    ])
    func wholeFilesFit(schema: String, path: String) throws {
        let bytes = try #require(try file(path))
        #expect(try JSONSchema(schema).errors(in: [bytes]) == "")
    }

    @Test(arguments: [
        ("record-line", "evidence/records.jsonl"), ("file-line", "evidence/files.jsonl"),
        ("post", "evidence/posts.jsonl"),
    ])
    func linesFit(schema: String, path: String) throws {
        let lines = try #require(try file(path)).split(separator: 0x0A).map(Array.init)
        #expect(lines.count >= (schema == "post" ? 1 : 4))
        #expect(try JSONSchema(schema).errors(in: lines) == "")
    }

    @Test func commitmentsFit() throws {
        guard let bytes = try file("evidence/masked.jsonl") else { return }
        let lines = bytes.split(separator: 0x0A).map(Array.init)
        #expect(try JSONSchema("masked-line").errors(in: lines) == "")
    }

    @Test(arguments: [("plan", "exhibit-plan/1"), ("connection", "exhibit-connection/1")])
    func recordsFit(schema: String, format: String) throws {
        let text = String(decoding: records, as: UTF8.self)
        let blocks = text.components(separatedBy: "\r\n\r\n").filter {
            $0.hasPrefix("{\"format\":\"\(format)\"")
        }
        #expect(!blocks.isEmpty)
        #expect(try JSONSchema(schema).errors(in: blocks.map { Array($0.utf8) }) == "")
    }

    /// A schema that takes everything would prove nothing.
    @Test(arguments: [
        "capture", "note", "statement", "datapackage", "datapackage-digest", "record-line", "file-line",
        "masked-line", "plan", "connection", "case", "journal-line", "verdict", "derivation", "withheld-line",
        "preservation",
    ])
    func refusesAnObjectOfAnotherKind(schema: String) throws {
        #expect(try JSONSchema(schema).errors(in: [Array(#"{"format":"other"}"#.utf8)]) != "")
    }
}
