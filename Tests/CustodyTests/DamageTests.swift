import Bytes
import CustodyEvents
import Foundation
import Hashing
import TestSupport
import Testing
import Transparency
import TransparencyLogs

@testable import Custody

/// A log whose files were damaged: nothing that was promised is cut off or signed over.
struct DamageTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("log") }

    init() throws { folder = try TemporaryFolder() }

    private func log() throws -> TileLog { try TileLog(folder: path, origin: "force.example.custody/1") }

    private static func items(_ range: Range<Int>) -> [LogItem] {
        range.map { LogItem(entry: Array("entry \($0)".utf8), details: Array("details \($0)".utf8)) }
    }

    private func change(_ name: String, _ change: (inout [UInt8]) -> Void) throws -> [UInt8] {
        var bytes = try folder.read("log/" + name)
        change(&bytes)
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
        return bytes
    }

    private func expectBroken(_ what: String, _ body: () throws -> Void) {
        do {
            try body()
            Issue.record("\(what) was taken")
        } catch let failure as LogFailure {
            #expect(failure.code == .broken, "\(what): \(failure)")
        } catch {
            Issue.record("\(what): \(error)")
        }
    }

    @Test(arguments: [false, true]) func aDamagedJournalIsRefusedAndLeftAlone(_ isStartedAnew: Bool) throws {
        for entry in 0..<4 { _ = try log().append(Self.items(entry..<(entry + 1))) }
        let whole = try folder.read("log/journal")
        let frames = LogJournal.frames(in: Array(whole.dropFirst(32))).frames
        let lastCheckpoint = whole.count - LogJournal.serialized(try #require(frames.last)).count
        if isStartedAnew { try FileManager.default.removeItem(atPath: path + "/commit.lock") }
        for place in stride(from: 32, to: lastCheckpoint, by: 37) {
            let damaged = try change("journal") {
                $0 = whole
                $0[place] ^= 0x10
            }
            expectBroken("byte \(place)") { _ = try log().note() }
            expectBroken("byte \(place)") { _ = try log().append(Self.items(9..<10)) }
            #expect(try folder.read("log/journal") == damaged)
        }
        // A checkpoint that is damaged behind whole entries takes nothing away: it is signed again.
        _ = try change("journal") {
            $0 = whole
            $0[lastCheckpoint + 9] ^= 0x10
        }
        #expect(try log().note().checkpoint.size == 4)
    }

    @Test func aTailThatIsGoneButWasPromisedIsRefused() throws {
        for entry in 0..<4 { _ = try log().append(Self.items(entry..<(entry + 1))) }
        let zeros = try change("journal") { bytes in
            for place in 100..<bytes.count { bytes[place] = 0 }
        }
        expectBroken("zeros") { _ = try log().note() }
        #expect(try folder.read("log/journal") == zeros)
        // Cut off cleanly it can be read; nothing is appended to it.
        _ = try change("journal") { $0 = Array($0.prefix(32)) }
        #expect(throws: LogFailure.self) { try log().append(Self.items(9..<10)) }
        #expect(try folder.read("log/journal").count == 32)
    }

    @Test func aTornTailIsLeftByWhoReads() throws {
        _ = try log().append(Self.items(0..<3))
        let torn = Array(LogJournal.serialized(.item(Self.items(3..<4)[0])).dropLast(5))
        _ = try change("journal") { $0 += torn }
        #expect(try log().note().checkpoint.size == 3)
        #expect(try Array(folder.read("log/journal").dropFirst(32)) == torn)
        #expect(try log().append(Self.items(3..<4)).index == 3)
        #expect(try log().note().checkpoint.size == 4)
    }

    @Test(arguments: ["tile/0/001.p/44", "tile/1/000.p/1"])
    func noCheckpointIsSignedOverADamagedTile(_ name: String) throws {
        _ = try log().append(Self.items(0..<300))
        let before = try log().note().checkpoint
        _ = try change(name) { $0[5] ^= 1 }
        expectBroken(name) { _ = try log().append(Self.items(300..<301)) }
        #expect(try log().published().checkpoint == before)
    }

    @Test func aDamagedTileAboveTheEntriesIsNamed() throws {
        let maker = try LogMaker()
        for _ in 0..<2 { try maker.record(.sealed, try SecureRandom.uuid()) }
        let register = try maker.register()
        let entry = try #require(try register.entry(at: 1)).event.serialized
        _ = try register.log.append((0..<300).map { _ in LogItem(entry: entry) })
        _ = try register.log.note()
        let file = maker.path + "/tile/1/000.p/1"
        var bytes = try maker.folder.read("log/tile/1/000.p/1")
        bytes[5] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        #expect(
            try maker.register().check().problems.contains {
                $0 == "tile/1/000.p/1 does not hold what its entries give"
            })
    }
}
