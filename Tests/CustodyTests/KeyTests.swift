import Bytes
import Custody
import CustodyEvents
import Foundation
import Hashing
import Sealing
import TestSupport
import Testing
import TransparencyLogs
import Verifier

/// Whose keys count in a log, by its own entries.
struct KeyTests {
    @Test func whoIsAddedMayActUntilRevoked() throws {
        let log = try LogMaker()
        let (second, third) = (try LogMaker.officer("PC 2 Ann Other"), try LogMaker.officer("PC 3 No Body"))
        let bundle = try SecureRandom.uuid()
        try log.record(.sealed, bundle)
        let register = try log.register()
        #expect(try register.roster().roles(of: log.officer.certificate) == Set(OfficerRole.allCases))
        #expect(try register.roster().roles(of: second.certificate).isEmpty)
        try register.add(second.certificate, roles: [.capture, .read], by: log.officer, at: log.now)
        #expect(try register.roster().roles(of: second.certificate) == [.capture, .read])
        try log.record(.viewed, bundle, by: second)
        #expect(try register.check().problems.isEmpty)
        // One who may not administer adds nobody; one who was not added writes nothing that counts.
        #expect(throws: LogFailure.self) {
            try register.add(third.certificate, roles: [.read], by: second, at: log.now)
        }
        try log.record(.keyAdded, nil, KeyDetails.adding(third.certificate, roles: [.read]), by: second)
        try log.record(.viewed, bundle, by: third)
        #expect(try register.roster().roles(of: third.certificate).isEmpty)
        let problems = try register.check().problems
        #expect(
            problems == [
                "event 4, key-added by PC 2 Ann Other: who signed it may not add or revoke keys",
                "event 5, viewed by PC 3 No Body: it is signed with a key that was not added before, or was revoked",
            ])
        #expect(try log.codes(register.transcript(of: bundle).serialized).contains("custody.key-not-added"))
        try register.revoke(second.certificate.keyDigest, why: "left", by: log.officer, at: log.now)
        #expect(try register.roster().roles(of: second.certificate).isEmpty)
        try log.record(.viewed, bundle, by: second)
        #expect(try register.check().problems.count == 3)
    }

    @Test func whoMayNotAdministerErasesRestoresAndRevokesNothing() throws {
        let log = try LogMaker()
        let other = try LogMaker.officer("PC 2 Ann Other")
        let index = try log.record(.sealed, try SecureRandom.uuid())
        let register = try log.register()
        let size = try register.log.note().checkpoint.size
        #expect(throws: LogFailure.self) {
            try register.erase(detailsOf: index, why: "asked", by: other, at: log.now)
        }
        #expect(throws: LogFailure.self) { try register.restore(why: "x", by: other, at: log.now) }
        #expect(throws: LogFailure.self) {
            try register.revoke(log.officer.certificate.keyDigest, why: "x", by: other, at: log.now)
        }
        #expect(try register.entry(at: index)?.details != nil)
        #expect(try register.log.note().checkpoint.size == size)
        #expect(register.log.key.name == "example-police.custody/1")
    }

    @Test func aDisposalIsNotErased() throws {
        let log = try LogMaker()
        let index = try log.record(.disposed, try SecureRandom.uuid())
        #expect(throws: LogFailure.self) {
            try log.register().erase(detailsOf: index, why: "asked", by: log.officer, at: log.now)
        }
        #expect(try log.register().entry(at: index)?.details != nil)
    }

    @Test(arguments: [
        #"{"upTo":3,"entries":[]}"#, #"{"upTo":-300,"entries":[0]}"#, #"{"upTo":3,"entries":[0]}"#,
        #"{"upTo":3,"root":"ROOT","entries":[]}"#, #"{"upTo":3,"root":"ROOT","entries":[1]}"#,
        #"{"upTo":3,"root":"ROOT","entries":[0,1]}"#, #"{"upTo":3,"root":"ROOT","entries":[0,0]}"#,
        #"{"upTo":3,"root":"ROOT","entries":[0,9]}"#, #"{"upTo":9,"root":"ROOT","entries":[0]}"#,
        #"{"upTo":-9223372036854775808,"entries":[-9223372036854775808]}"#,
    ])
    func aListOfKeysThatIsNotTheLogsIsMadeAnew(_ text: String) throws {
        let log = try LogMaker()
        for _ in 0..<2 { try log.record(.sealed, try SecureRandom.uuid()) }
        let root = try log.register().log.note().checkpoint.root.text
        let file = text.replacingOccurrences(of: "ROOT", with: root)
        try Data(file.utf8).write(to: URL(fileURLWithPath: log.path + "/keys.json"))
        let roster = try log.register().roster()
        #expect(roster.members.keys.map(\.self) == [log.officer.certificate.keyDigest])
        #expect(try String(decoding: log.folder.read("log/keys.json"), as: UTF8.self) != file)
    }

    @Test func whoWasAddedByATrustedKeyIsTrustedInATranscript() throws {
        let log = try LogMaker()
        let second = try LogMaker.officer("PC 2 Ann Other")
        let bundle = try SecureRandom.uuid()
        try log.register().add(second.certificate, roles: [.capture], by: log.officer, at: log.now)
        try log.record(.sealed, bundle, by: second)
        let bytes = try log.register().transcript(of: bundle).serialized
        #expect(try log.verify(bytes).status == .intact)
        var strange = log
        strange = try LogMaker()
        let verdict = try strange.verify(bytes, log: [log.register().log.key])
        #expect(verdict.status == .cannotBeVerified)
        #expect(verdict.findings.contains { $0.code == "custody.signer-not-anchored" })
    }
}
