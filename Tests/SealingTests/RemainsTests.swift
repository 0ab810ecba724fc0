import Bytes
import Evidence
import Foundation
import Hashing
import Sealing
import TestSupport
import Testing
import Verifier
import VerifyCommand

/// What recovery says of what it finds.
@Suite struct RemainsTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("a.wacz")
    }

    /// Partial file and journal of a writer that stopped after these rounds.
    private func leave(rounds: Int) throws {
        let outcome = try Strace.run(
            CrashTrial.writer, ["write", path, "\(rounds)"], "renameat2:signal=KILL:when=1")
        #expect(outcome.status != 0)
        CrashTrial(folder: folder, path: path).waitForTheDead()
    }

    private func records() throws -> PartialBundle {
        guard case .records(let bundle) = try BundleRecovery.look(at: path) else {
            throw CocoaError(.fileReadUnknown)
        }
        return bundle
    }

    @Test func nothingIsThere() {
        #expect(throws: SealingError.nothingLeft(path: path)) { try BundleRecovery.look(at: path) }
    }

    @Test func nothingHadBegun() throws {
        try folder.write([], to: "a.wacz.partial.journal")
        guard case .nothingBegun(let files) = try BundleRecovery.look(at: path) else {
            Issue.record("something had begun")
            return
        }
        #expect(files == [path + ".partial.journal"])
    }

    @Test func journalIsGone() throws {
        try folder.write([1], to: "a.wacz.partial")
        #expect(throws: SealingError.noJournal(path: path + ".partial")) { try BundleRecovery.look(at: path) }
    }

    @Test func bundleIsSealedAndTheJournalIsLeft() throws {
        try SmallBundle().seal(at: path, resources: [])
        try folder.write(Array("{}\n".utf8), to: "a.wacz.partial.journal")
        guard case .sealed(path, let files) = try BundleRecovery.look(at: path) else {
            Issue.record("not told that it is sealed")
            return
        }
        #expect(files == [path + ".partial.journal"])
    }

    /// Between the two names of a rename on a file system that has only hard links.
    @Test func bundleHasBothNames() throws {
        try SmallBundle().seal(at: path, resources: [])
        let before = try folder.read("a.wacz")
        try FileManager.default.linkItem(atPath: path, toPath: path + ".partial")
        try folder.write(Array("{}\n".utf8), to: "a.wacz.partial.journal")
        guard case .sealed(path, let files) = try BundleRecovery.look(at: path + ".partial") else {
            Issue.record("not told that it is sealed")
            return
        }
        #expect(files.count == 2)
        #expect(try folder.read("a.wacz") == before)
    }

    @Test(.enabled(if: Strace.isAvailable, "needs strace")) func anotherFileHasTheName() throws {
        try leave(rounds: 2)
        try folder.write([1], to: "a.wacz")
        #expect(throws: SealingError.nameTaken(path: path, partial: path + ".partial")) {
            try BundleRecovery.look(at: path)
        }
    }

    @Test(.enabled(if: Strace.isAvailable, "needs strace")) func capturesFactsComeFromPlanRecordsAndJournal()
        throws
    {
        try leave(rounds: 7)
        let maker = try SmallBundle()
        try records().seal(by: maker.officer, clock: maker.clock)
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        let verdict = try BundleVerifier.verify(path: path, options: VerifyOptions(anchors: anchors))
        #expect(verdict.status == .intact)
        let facts = try #require(verdict.subject.facts)
        #expect(facts.outcome.kind == .partial)
        #expect(facts.outcome.status == 200)
        #expect(facts.target == "https://example.org/post/1" && facts.final == "https://example.org/post/1")
        #expect(facts.exchanges == 7 && facts.connections == 7)
        #expect(facts.caveats.contains { $0.code == "recovered" })
        #expect(verdict.findings.contains { $0.code == "recovered-by-another" })
        let unzip = try #require(Tool.named("unzip")).run("-p", path, "evidence/actions.jsonl")
        #expect(unzip.output.split(separator: 0x0A).count == 7)
    }

    @Test(.enabled(if: Strace.isAvailable, "needs strace")) func changedRecordEndsWhatIsKept() throws {
        try leave(rounds: 2)
        let whole = try records().records
        var bytes = try folder.read("a.wacz.partial")
        // The archive file ends where the header of the index begins; a byte of its last member is turned.
        let end = try #require(bytes.firstRange(of: Array("indexes/index.cdx.gz".utf8))?.lowerBound) - 30
        bytes[end - 12] ^= 1
        try folder.write(bytes, to: "a.wacz.partial")
        let bundle = try records()
        #expect(bundle.records == whole - 1 && bundle.dropped == 1)
    }

    @Test(.enabled(if: Strace.isAvailable, "needs strace")) func forgedLinesStandBeyondTheCheckpoint() throws
    {
        try leave(rounds: 6)
        // Round 5 ended with a checkpoint; a salt before it is changed, as if somebody had edited the journal.
        var journal = String(decoding: try folder.read("a.wacz.partial.journal"), as: UTF8.self)
        let salt = try #require(journal.firstRange(of: #"{"salt":""#)?.upperBound)
        let digit = journal[salt]
        journal.replaceSubrange(salt...salt, with: digit == "0" ? "1" : "0")
        try folder.write(Array(journal.utf8), to: "a.wacz.partial.journal")
        let bundle = try records()
        #expect(bundle.disagreeing > 0)
        #expect(bundle.unjournalled == bundle.records)
    }

    @Test(.enabled(if: Strace.isAvailable, "needs strace")) func requestIsDroppedWithItsResponse() throws {
        try leave(rounds: 1)
        var lines = String(decoding: try folder.read("a.wacz.partial.journal"), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let response = try #require(lines.firstIndex { $0.contains(#""type":"response""#) })
        // The journal is torn in the middle of the response's line.
        lines[response] = lines[response].prefix(40)
        try folder.write(Array(lines[...response].joined(separator: "\n").utf8), to: "a.wacz.partial.journal")
        let bundle = try records()
        #expect(bundle.records == 4 && bundle.dropped == 1 && !bundle.hasPage)
        let maker = try SmallBundle()
        try bundle.seal(by: maker.officer, clock: maker.clock)
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        let verdict = try BundleVerifier.verify(path: path, options: VerifyOptions(anchors: anchors))
        #expect(verdict.status == .intact, "\(VerdictText.report(verdict, name: path))")
        #expect(verdict.subject.facts?.outcome.kind == .failed)
    }
}
