import Bytes
import Custody
import CustodyEvents
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
        #expect(try register.roles(of: log.officer.certificate) == Set(OfficerRole.allCases))
        #expect(try register.roles(of: second.certificate).isEmpty)
        try register.add(second.certificate, roles: [.capture, .read], by: log.officer, at: log.now)
        #expect(try register.roles(of: second.certificate) == [.capture, .read])
        try log.record(.viewed, bundle, by: second)
        #expect(try register.check().problems.isEmpty)
        // One who may not administer adds nobody; one who was not added writes nothing that counts.
        try register.add(third.certificate, roles: [.read], by: second, at: log.now)
        try log.record(.viewed, bundle, by: third)
        #expect(try register.roles(of: third.certificate).isEmpty)
        let problems = try register.check().problems
        #expect(
            problems == [
                "event 4, key-added by PC 2 Ann Other: who signed it may not add or revoke keys",
                "event 5, viewed by PC 3 No Body: it is signed with a key that was not added before, or was revoked",
            ])
        #expect(try log.codes(register.transcript(of: bundle).serialized).contains("custody.key-not-added"))
        try register.revoke(second.certificate.keyDigest, why: "left", by: log.officer, at: log.now)
        #expect(try register.roles(of: second.certificate).isEmpty)
        try log.record(.viewed, bundle, by: second)
        #expect(try register.check().problems.count == 3)
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
