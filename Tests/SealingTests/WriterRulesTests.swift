import Evidence
import Foundation
import Hashing
import Sealing
import TestSupport
import Testing

/// What the writer refuses, so that no bundle of its own is ever malformed.
@Suite struct WriterRulesTests {
    @Test(arguments: [
        "urn:x:a b", "urn:x:\u{7}", "urn:x:ü", "", "urn:x:\r\nWARC-Type: warcinfo",
        "urn:x:" + String(repeating: "a", count: 8192),
    ])
    func refusesAnAddressThatTheFormatDoesNotAllowAndGoesOn(address: String) throws {
        let folder = try TemporaryFolder()
        let maker = try SmallBundle()
        let writer = try maker.begin(at: folder.file("a.wacz"))
        #expect(throws: SealingError.self) { try writer.append([maker.record(address, "text/plain", [1])]) }
        #expect(throws: SealingError.valueNotAllowed(field: "Content-Type")) {
            try writer.append([maker.record("urn:x:a", "text/plain\u{1}", [1])])
        }
        try writer.append([maker.record("urn:x:a", "text/plain", [1])])
        try writer.seal(
            BundleWriter.Contents(facts: maker.facts(target: "folder:test")), by: maker.officer,
            mode: .imported)
    }

    @Test func refusesANameThatIsTakenOrBegun() throws {
        let folder = try TemporaryFolder()
        let maker = try SmallBundle()
        let path = folder.file("a.wacz")
        let first = try maker.begin(at: path)
        #expect(throws: SealingError.unfinished(path: path + ".partial")) { try maker.begin(at: path) }
        #expect(throws: SealingError.inUse(path: path + ".partial.journal")) {
            try BundleRecovery.look(at: path)
        }
        try first.abandon()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        try folder.write([1], to: "a.wacz")
        #expect(throws: (any Error).self) { try maker.begin(at: path) }
        #expect(try folder.read("a.wacz") == [1])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.wacz"])
    }
}
