import Bytes
import Custody
import CustodyEvents
import Evidence
import Foundation
import Hashing
import Messages
import TestSupport
import Testing
import Timestamping
import TransparencyLogs
import Verifier
import Wire
import Witnessing

/// Two forces that witness each other's logs, and authorities that see them.
struct WitnessTests {
    private let one: LogMaker
    private let two: LogMaker
    private let now = Timestamp(seconds: 1_795_000_150)

    init() throws {
        one = try LogMaker()
        two = try LogMaker()
    }

    private func witness(_ log: LogMaker, of other: LogMaker) throws -> Witness {
        let now = now
        return try Witness(
            folder: log.folder.file("witness"), name: "second.witness", logs: [other.register().log.key],
            clock: SealingClock(now: { now }, monotonic: { 0 }))
    }

    private func serving<Result>(_ witness: Witness, _ body: (WitnessClient) throws -> Result) throws
        -> Result
    {
        let server = try WitnessServer.start(witness, port: 0) { _ in }
        defer { server.stop() }
        return try body(
            WitnessClient(witness.key, at: #require(HTTPAddress("http://127.0.0.1:\(server.port)/w"))))
    }

    private func ask(_ client: WitnessClient, _ log: CustodyRegister) throws -> SignedNote {
        let (note, now) = try log.log.note()
        return try client.cosign(note, size: now.size) { try log.consistency(of: $0, with: now.size) }
    }

    @Test func twoLogsWitnessEachOther() throws {
        for (log, other) in [(one, two), (two, one)] {
            let bundle = try SecureRandom.uuid()
            try log.record(.begun, bundle)
            let witness = try witness(other, of: log)
            try serving(witness) { client in
                for _ in 0..<3 {
                    let register = try log.register()
                    try register.vouched.keep(cosigned: ask(client, register))
                    // Once more, with nothing new.
                    _ = try ask(client, register)
                    try log.record(.viewed, bundle)
                }
                let seen = try #require(try client.lastCheckpoint(ofLog: log.register().log.key.name))
                #expect(try witness.key.finding(on: seen) == .signed(seconds: 1_795_000_150))
            }
            let transcript = try log.register().transcript(of: bundle).serialized
            let trusted = try log.verify(transcript, witnesses: [witness.key])
            #expect(trusted.status == .intact)
            #expect(!trusted.findings.contains { $0.code == "custody.self-asserted" })
            #expect(try log.verify(transcript).findings.contains { $0.code == "custody.self-asserted" })
            let early = try log.verify(
                transcript, witnesses: [witness.key], now: Timestamp(seconds: 1_700_000_000))
            #expect(
                early.findings.contains {
                    $0.code == "custody.cosignature-future" && $0.weight == .unanchored
                })
            let found = try log.register().vouchers(witnesses: [witness.key], timestampRoots: [])
            #expect(found.found.count == 3 && found.problems.isEmpty)
        }
    }

    @Test func aLogThatWentBackOrIsAnotherIsRefused() throws {
        for _ in 0..<4 { try one.record(.begun, try SecureRandom.uuid()) }
        let witness = try witness(two, of: one)
        let register = try one.register()
        try serving(witness) { client in
            let first = try register.log.note()
            _ = try ask(client, register)
            // Rolled back: the same key signs fewer entries.
            let back = try fake(size: 2, root: SHA256Digest.of([1]))
            #expect(throws: WitnessFailure.self) { try client.cosign(back, size: 2) { _ in [] } }
            // As many entries, and others.
            let other = try fake(size: first.checkpoint.size, root: SHA256Digest.of([1]))
            #expect(throws: WitnessFailure.self) {
                try client.cosign(other, size: first.checkpoint.size) { _ in [] }
            }
            // More entries, and no proof.
            let more = try fake(size: 9, root: SHA256Digest.of([2]))
            #expect(throws: WitnessFailure.self) {
                try client.cosign(more, size: 9) { $0 == 0 ? [] : [SHA256Digest.of([3])] }
            }
            #expect(try client.lastCheckpoint(ofLog: register.log.key.name)?.text == first.note.text)
        }
        func status(_ old: Int, _ note: SignedNote, _ proof: [SHA256Digest] = []) throws -> Int {
            try witness.answer(
                "POST", "/add-checkpoint", WitnessRequest(oldSize: old, proof: proof, note: note).serialized
            ).status
        }
        #expect(try status(1, fake(size: 7, root: SHA256Digest.of([1]))) == 409)
        #expect(try status(5, fake(size: 7, root: SHA256Digest.of([1]))) == 422)
        #expect(try status(9, fake(size: 7, root: SHA256Digest.of([1]))) == 400)
        var unsigned = try fake(size: 7, root: SHA256Digest.of([1]))
        unsigned = SignedNote(
            text: unsigned.text, signatures: [.init(name: "x", keyID: [1, 2, 3, 4], bytes: [1])])
        #expect(try status(5, unsigned) == 403)
        let strange = SignedNote(
            text: Checkpoint(origin: "other.custody/1", size: 1, root: SHA256Digest.of([1])).text,
            signatures: unsigned.signatures)
        #expect(try status(0, strange) == 404)
        #expect(try witness.answer("POST", "/add-checkpoint", Array("old x\n".utf8)).status == 400)
        #expect(try witness.answer("GET", "/nothing/checkpoint", []).status == 404)
    }

    /// A checkpoint that the log's own key signed, of entries that it does not have.
    private func fake(size: Int, root: SHA256Digest) throws -> SignedNote {
        let key = try one.register().log.key
        let text = Checkpoint(origin: key.name, size: size, root: root).text
        return try one.sign(text, as: key)
    }

    @Test func aTimestampedCheckpointIsNotSelfAsserted() throws {
        let authority = try TestTimestampAuthority()
        let bundle = try SecureRandom.uuid()
        // As the authority's clock tells it, since events are compared with that.
        let now = SealingClock.system.now()
        try one.record(.begun, bundle, at: now)
        // From a clock that runs ahead.
        let ahead = try SecureRandom.uuid()
        try one.record(.begun, ahead, at: Timestamp(seconds: now.seconds + 86_400))
        let register = try one.register()
        let note = try register.log.note().note
        let address = try #require(HTTPAddress(try authority.start()))
        let token = try TimestampAuthority(address).token(over: Array(note.text.utf8), clock: .system)
        try register.vouched.keep(token: token.der, over: note)
        try one.record(.sealed, bundle, at: now)
        // Added after the timestamp, with a time long before it.
        try one.record(.viewed, bundle, at: Timestamp(seconds: now.seconds - 86_400))
        let transcript = try one.register().transcript(of: bundle).serialized
        let verdict = try one.verify(transcript, timestampRoots: [authority.root.certificate])
        let codes = verdict.findings.map(\.code)
        #expect(!codes.contains("custody.self-asserted") && !codes.contains("custody.time-differs"))
        #expect(verdict.findings.filter { $0.code == "custody.back-dated" }.map(\.place) == ["entry 4"])
        #expect(try one.codes(transcript).contains("custody.self-asserted"))
        let vouchers = try register.vouchers(witnesses: [], timestampRoots: [authority.root.certificate])
        #expect(vouchers.found.map(\.size) == [3])
        let late = try one.verify(
            one.register().transcript(of: ahead).serialized, timestampRoots: [authority.root.certificate])
        #expect(
            late.status == .notAsSealed && late.findings.contains { $0.code == "custody.time-differs" })
    }
}
