import Bytes
import Custody
import CustodyCheck
import CustodyEvents
import Foundation
import Hashing
import TestSupport
import Testing
import TransparencyLogs
import Verifier

/// A log that was copied or put back goes on as another, and never looks like one with two faces.
struct IncarnationTests {
    @Test func aCopyGoesOnAsAnotherIncarnation() throws {
        let log = try LogMaker()
        let (before, after, lost) = (
            try SecureRandom.uuid(), try SecureRandom.uuid(), try SecureRandom.uuid()
        )
        try log.record(.begun, before)
        let held = try log.register().log.note().note
        let old = try log.register().log.key
        try FileManager.default.copyItem(atPath: log.path, toPath: log.folder.file("backup"))
        try log.record(.begun, lost)
        let gone = try log.register().log.note().note
        try FileManager.default.removeItem(atPath: log.path)
        try FileManager.default.copyItem(atPath: log.folder.file("backup"), toPath: log.path)
        // It is known that it is a copy, and that it is behind.
        #expect(throws: LogFailure.self) { try log.record(.begun, after) }
        #expect(try log.register().check().problems.count == 1)
        try log.register().restore(why: "the disk broke", by: log.officer, at: log.now)
        let register = try log.register()
        #expect(register.log.key.name == "example-police.custody/2")
        #expect(register.log.key.key == old.key)
        try log.record(.sealed, before)
        try log.record(.begun, after)
        #expect(try register.check().problems.isEmpty)
        #expect(try register.standing(of: held) == .continued)
        #expect(try register.standing(of: gone) == .lost(kept: 2))
        #expect(!FileManager.default.fileExists(atPath: log.path + "/conflicts"))
        // Events from before carry on, for who knows the log by its first name too.
        let bytes = try register.transcript(of: before, naming: held).serialized
        let named = KnownBundle(
            id: before.urn, custody: String(decoding: held.serialized, as: UTF8.self),
            digest: SHA256Digest.of([]))
        let verdict = try log.verify(bytes, log: [old], bundles: [named])
        #expect(verdict.status == .intact)
        #expect(verdict.findings.contains { $0.code == "custody.incarnation" })
        let missing = KnownBundle(
            id: lost.urn, custody: String(decoding: gone.serialized, as: UTF8.self),
            digest: SHA256Digest.of([]))
        let other = try register.transcript(of: lost, naming: gone).serialized
        #expect(try log.codes(other, bundles: [missing]).contains("custody.lost-by-restore"))
    }

    @Test func twoLogsThatBothGoOnAreToldApart() throws {
        let log = try LogMaker()
        try log.record(.begun, try SecureRandom.uuid())
        _ = try log.register().log.note()
        try FileManager.default.copyItem(atPath: log.path, toPath: log.folder.file("copy"))
        let copy = try CustodyRegister(folder: log.folder.file("copy"), force: "Example Police")
        #expect(throws: LogFailure.self) {
            try copy.record(.begun, bundle: nil, details: [], by: log.officer, at: log.now)
        }
        try copy.restore(why: "a second office", by: log.officer, at: log.now)
        try log.record(.begun, try SecureRandom.uuid())
        #expect(try log.register().standing(of: copy.log.note().note) == .another)
        #expect(try log.register().check().problems.isEmpty)
        #expect(try copy.check().problems.isEmpty)
    }

    /// Writes the log anew with its own key, in another order and longer.
    private func rewrite(_ log: LogMaker) throws {
        let kept = try log.register().entries().map(\.event.serialized)
        for name in try FileManager.default.contentsOfDirectory(atPath: log.path)
        where !["log.key", "origin", "place", "write.lock"].contains(name) {
            try FileManager.default.removeItem(atPath: log.path + "/" + name)
        }
        let order = [kept[0], kept[2], kept[1]] + kept[3...] + [kept[1], kept[1]]
        _ = try TileLog(folder: log.path, origin: "").append(order.map { LogItem(entry: $0) })
    }

    @Test(arguments: [false, true]) func aRewrittenAndLongerLogIsNotAppendedTo(_ hasTiles: Bool) throws {
        let log = try LogMaker()
        for _ in 0..<4 { try log.record(.sealed, try SecureRandom.uuid()) }
        let seen = try log.folder.read("known")
        try rewrite(log)
        if hasTiles { _ = try TileLog(folder: log.path, origin: "").note() }
        #expect(throws: LogFailure.self) { try log.record(.sealed, try SecureRandom.uuid()) }
        #expect(try log.folder.read("known") == seen)
        #expect(
            try log.register().check().problems.contains(
                "the log does not go on from the checkpoint that this machine saw last: it was rewritten"))
        #expect(FileManager.default.fileExists(atPath: log.path + "/conflicts"))
    }

    @Test func anIncarnationOfBeforeThatWasPutBackInPlaceIsFoundAndItsNumberNotReused() throws {
        let log = try LogMaker()
        try log.record(.begun, try SecureRandom.uuid())
        _ = try log.register().log.note()
        try FileManager.default.copyItem(atPath: log.path, toPath: log.folder.file("backup"))
        try log.register().restore(why: "a trial", by: log.officer, at: log.now)
        #expect(try log.register().log.key.name == "example-police.custody/2")
        let seen = try log.folder.read("known")
        // All but the file by which the place is known.
        for name in try FileManager.default.contentsOfDirectory(atPath: log.path)
        where name != "write.lock" && name != "place" {
            try FileManager.default.removeItem(atPath: log.path + "/" + name)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: log.folder.file("backup"))
        where name != "write.lock" && name != "place" {
            try FileManager.default.copyItem(
                atPath: log.folder.file("backup/" + name), toPath: log.path + "/" + name)
        }
        #expect(throws: LogFailure.self) { try log.record(.begun, try SecureRandom.uuid()) }
        #expect(try log.folder.read("known") == seen)
        #expect(try log.register().check().problems.count == 1)
        try log.register().restore(why: "put back", by: log.officer, at: log.now)
        #expect(try log.register().log.key.name == "example-police.custody/3")
        try log.record(.begun, try SecureRandom.uuid())
        #expect(try log.register().check().problems.isEmpty)
    }

    @Test func whatOthersSignedOfEntriesThatAreLostStaysOutOfTranscripts() throws {
        let log = try LogMaker()
        let bundle = try SecureRandom.uuid()
        try log.record(.sealed, bundle)
        _ = try log.register().log.note()
        try FileManager.default.copyItem(atPath: log.path, toPath: log.folder.file("backup"))
        try log.record(.viewed, bundle)
        let before = try log.register()
        let lost = try before.log.note().note
        try before.vouched.keep(cosigned: lost)
        try before.vouched.keep(token: [0x30, 0], over: lost)
        for name in ["cosigned", "timestamps"] {
            try FileManager.default.copyItem(
                atPath: log.path + "/" + name, toPath: log.folder.file("backup/" + name))
        }
        try FileManager.default.removeItem(atPath: log.path)
        try FileManager.default.copyItem(atPath: log.folder.file("backup"), toPath: log.path)
        try log.register().restore(why: "the disk broke", by: log.officer, at: log.now)
        let register = try log.register()
        let now = try register.log.note().note
        #expect(try register.check().problems.isEmpty)
        #expect(try log.verify(register.transcript(of: bundle).serialized).status == .intact)
        // At the same size: both faces stay, and a token lies beside what it is over.
        #expect(Checkpoint(now.text)?.size == Checkpoint(lost.text)?.size)
        try register.vouched.keep(cosigned: now)
        try register.vouched.keep(token: [0x30, 1], over: now)
        #expect(try register.vouched.lastCosigned(9).map(\.text) == [lost.text, now.text])
        let stamped = try register.vouched.lastStamped(9)
        #expect(stamped.map(\.note.text) == [lost.text, now.text])
        #expect(stamped.map(\.tokens) == [[[0x30, 0]], [[0x30, 1]]])
        #expect(try register.transcript(of: bundle).earlier.map(\.note.text) == [now.text, now.text])
    }

    @Test func aTimestampThatIsNotKeptIsTold() throws {
        let log = try LogMaker()
        try log.record(.sealed, try SecureRandom.uuid())
        let register = try log.register()
        let note = try register.log.note().note
        for number in 0..<16 { try register.vouched.keep(token: [0x30, UInt8(number)], over: note) }
        #expect(throws: LogFailure.self) { try register.vouched.keep(token: [0x30, 99], over: note) }
    }
}
