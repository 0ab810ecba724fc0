import Bytes
import Custody
import CustodyCheck
import CustodyEvents
import Foundation
import Hashing
import Sealing
import Signing
import TestSupport
import Testing
import TransparencyLogs
import Verifier

/// The custody log: what is in it stays, and what is not was never there.
struct CustodyTests {
    let maker = try? LogMaker()

    private var log: LogMaker { get throws { try #require(maker) } }

    @Test func eventsAreSignedProvenAndWhole() throws {
        let log = try log
        let (one, two) = (try SecureRandom.uuid(), try SecureRandom.uuid())
        for (verb, bundle) in [(CustodyVerb.sealed, one), (.sealed, two), (.copied, one)] {
            try log.record(verb, bundle)
        }
        let register = try log.register()
        #expect(register.log.key.name == "example-police.custody/1")
        #expect(try register.check().problems.isEmpty)
        let entries = try register.entries(of: one)
        #expect(entries.map(\.event.verb) == [.sealed, .copied])
        #expect(entries.allSatisfy { $0.areDetailsTrue && $0.event.signer()?.commonName == "PC 1234 Jo Doe" })
        #expect(try register.entries().map(\.event.verb) == [.keyAdded, .sealed, .sealed, .copied])
        let bytes = try register.transcript(of: one).serialized
        let transcript = try Transcript.parse(bytes)
        #expect(transcript.log == register.log.key && transcript.events.map(\.index) == [1, 3])
        #expect(try log.verify(bytes).status == .intact)
        // Every changed byte of a transcript is found.
        for place in stride(from: 0, to: bytes.count, by: 97) {
            var changed = bytes
            changed[place] ^= 0x04
            #expect(try log.verify(changed).status != .intact, "byte \(place)")
        }
    }

    @Test func detailsAreErasedAndTheLogStays() throws {
        let log = try log
        let bundle = try SecureRandom.uuid()
        let index = try log.record(.sealed, bundle, [JSONMember("to", "somebody of that name")])
        _ = try log.register().log.note()
        #expect(try log.holds("somebody of that name"))
        try log.register().erase(detailsOf: index, why: "asked", by: log.officer, at: log.now)
        #expect(try !log.holds("somebody of that name"))
        let register = try log.register()
        #expect(try register.check().problems.isEmpty)
        #expect(try register.entries(of: bundle).map { $0.details == nil } == [true, false])
        #expect(
            try log.codes(try register.transcript(of: bundle).serialized).contains("custody.details-erased"))
        // Whose keys count must stay known.
        #expect(throws: LogFailure.self) {
            try log.register().erase(detailsOf: 0, why: "asked", by: log.officer, at: log.now)
        }
    }

    @Test func aRewrittenLogIsFoundByWhoHoldsACheckpoint() throws {
        let log = try log
        for _ in 0..<5 { try log.record(.sealed, try SecureRandom.uuid()) }
        let held = try log.register().log.note().note
        try log.record(.copied, try SecureRandom.uuid())
        #expect(try log.register().standing(of: held) == .continued)
        // Whoever has the log's key can write it anew, in another order: it is whole by itself, and not what was held.
        let kept = try log.register().entries().map(\.event.serialized)
        for name in try FileManager.default.contentsOfDirectory(atPath: log.path)
        where !["log.key", "origin", "place", "write.lock"].contains(name) {
            try FileManager.default.removeItem(atPath: log.path + "/" + name)
        }
        let order = [kept[0], kept[2], kept[1]] + kept[3...]
        _ = try TileLog(folder: log.path, origin: "").append(order.map { LogItem(entry: $0) })
        #expect(
            try log.register().check().problems.contains(
                "the log does not go on from the checkpoint that this machine saw last: it was rewritten"))
        #expect(try log.register().standing(of: held) == .rewritten)
        #expect(try FileManager.default.contentsOfDirectory(atPath: log.path + "/conflicts").count >= 2)
    }

    @Test func aChangedEntryIsNamed() throws {
        let log = try log
        for _ in 0..<3 { try log.record(.sealed, try SecureRandom.uuid()) }
        _ = try log.register().log.note()
        let name = "log/tile/entries/000.p/4"
        var changed = try log.folder.read(name)
        let place = try #require(changed.firstRange(of: Array("sealed".utf8)))
        changed.replaceSubrange(place, with: Array("copied".utf8))
        try Data(changed).write(to: URL(fileURLWithPath: log.folder.file(name)))
        let problems = try log.register().check().problems
        #expect(problems.contains("entry 1 is not what its hash says"))
        #expect(problems.contains("event 1 is not signed by who is said to have acted"))
        #expect(problems.contains("the entries do not give the root that the checkpoint has"))
    }

    @Test func aCaptureWithoutEndAndTwoFilesOfOneNameAreTold() throws {
        let log = try log
        let (one, two) = (try SecureRandom.uuid(), try SecureRandom.uuid())
        try log.record(.begun, one)
        try log.record(.begun, two)
        for text in ["a", "b"] {
            try log.record(
                .sealed, two, [JSONMember("digest", .string(SHA256Digest.of(Array(text.utf8)).text))])
        }
        let check = try log.register().check()
        #expect(check.open.map(\.bundle) == [one])
        #expect(
            check.problems.count == 1
                && check.problems[0].hasPrefix("two different files have the name \(two.urn)"))
        #expect(
            try log.register().otherDigest(of: two, than: SHA256Digest.of(Array("b".utf8)))
                == SHA256Digest.of(Array("a".utf8)).text)
    }
}
