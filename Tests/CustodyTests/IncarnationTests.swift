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
}
