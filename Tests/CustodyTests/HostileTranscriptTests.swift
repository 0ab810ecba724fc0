import Bytes
import Custody
import CustodyCheck
import CustodyEvents
import Evidence
import Foundation
import Hashing
import Sealing
import TestSupport
import Testing
import TransparencyLogs
import Verifier

/// Transcripts that say something that is not so: each is told by its own code, and is no pass for another reason.
struct HostileTranscriptTests {
    private let log: LogMaker
    private let bundle: RandomUUID
    private let named: SignedNote
    private let digest = SHA256Digest.of(Array("the bundle".utf8))
    private let transcript: Transcript

    init() throws {
        log = try LogMaker()
        bundle = try SecureRandom.uuid()
        let begun = try log.register().append(
            .begun, bundle: bundle, details: [JSONMember("target", "https://example.org/")], by: log.officer,
            at: log.now)
        named = begun.note
        try log.record(.sealed, bundle, [JSONMember("digest", .string(digest.text))])
        try log.record(.begun, try SecureRandom.uuid())
        transcript = try log.register().transcript(of: bundle, naming: named)
    }

    private var beside: KnownBundle {
        KnownBundle(
            id: bundle.urn, custody: String(decoding: named.serialized, as: UTF8.self), digest: digest)
    }

    private func changed(
        log key: NoteVerifierKey? = nil, checkpoint: SignedNote? = nil,
        events: [Transcript.ProvenEntry]? = nil,
        keys: [Transcript.ProvenEntry]? = nil, earlier: [Transcript.EarlierCheckpoint]? = nil
    ) -> [UInt8] {
        Transcript(
            log: key ?? transcript.log, checkpoint: checkpoint ?? transcript.checkpoint, bundle: bundle,
            events: events ?? transcript.events, keys: keys ?? transcript.keys,
            earlier: earlier ?? transcript.earlier
        ).serialized
    }

    /// The weights of what is found under a code; the verdict is no pass where one is a failure.
    private func expect(
        _ code: String, _ weight: Finding.Weight, in bytes: [UInt8], bundles: [KnownBundle] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let verdict = try log.verify(bytes, bundles: bundles)
        #expect(
            verdict.findings.contains { $0.code == code && $0.weight == weight },
            "\(verdict.findings.map(\.code))", sourceLocation: sourceLocation)
        let status: Verdict.Status =
            switch weight {
            case .failure: .notAsSealed
            case .unanchored: .cannotBeVerified
            default: .intact
            }
        #expect(verdict.status == status, sourceLocation: sourceLocation)
    }

    private func entry(
        _ one: Transcript.ProvenEntry, index: Int? = nil, entry: [UInt8]? = nil, details: [UInt8]?? = nil
    ) -> Transcript.ProvenEntry {
        Transcript.ProvenEntry(
            index: index ?? one.index, entry: entry ?? one.entry, details: details ?? one.details,
            path: one.path)
    }

    @Test func theTranscriptItselfPasses() throws {
        let verdict = try log.verify(transcript.serialized, bundles: [beside])
        #expect(verdict.status == .intact)
        #expect(Set(verdict.findings.map(\.code)) == ["custody.event", "custody.self-asserted"])
    }

    @Test func formAndCheckpoint() throws {
        try expect("custody.transcript-form", .failure(.malformed), in: Array("{}".utf8))
        try expect("custody.transcript-form", .failure(.malformed), in: transcript.serialized + [0x0A])
        let note = transcript.checkpoint
        let wrong = SignedNote(
            text: note.text,
            signatures: note.signatures.map { one in
                .init(name: one.name, keyID: one.keyID, bytes: one.bytes.reversed())
            })
        // The right name and key, and no signature of it.
        try expect("custody.checkpoint-signature", .failure(.malformed), in: changed(checkpoint: wrong))
        // A key that nobody listed.
        let unlisted = try log.verify(transcript.serialized, log: [])
        #expect(unlisted.status == .cannotBeVerified)
        #expect(unlisted.findings.contains { $0.code == "custody.log-not-anchored" })
        let other = try log.sign(
            Checkpoint(origin: "other.custody/1", size: 4, root: digest).text, as: transcript.log)
        try expect("custody.checkpoint", .failure(.malformed), in: changed(checkpoint: other))
    }

    @Test func aShrunkenOrSplitLog() throws {
        let now = try #require(Checkpoint(transcript.checkpoint.text))
        for (size, root) in [(now.size, digest), (2, digest)] {
            let fake = try log.sign(
                Checkpoint(origin: now.origin, size: size, root: root).text, as: transcript.log)
            let earlier = Transcript.EarlierCheckpoint(note: fake, path: [], tokens: [])
            try expect(
                "custody.not-consistent", .failure(.altered),
                in: changed(earlier: transcript.earlier + [earlier]))
        }
        let split = try log.sign(
            Checkpoint(origin: now.origin, size: now.size, root: digest).text, as: transcript.log)
        let known = KnownBundle(
            id: bundle.urn, custody: String(decoding: split.serialized, as: UTF8.self), digest: digest)
        try expect("custody.not-consistent", .failure(.altered), in: transcript.serialized, bundles: [known])
    }

    @Test func twoTranscriptsOfOneLogWithTwoFaces() throws {
        let now = try #require(Checkpoint(transcript.checkpoint.text))
        let split = try log.sign(
            Checkpoint(origin: now.origin, size: now.size, root: digest).text, as: transcript.log)
        let other = changed(checkpoint: split)
        let options = VerifyOptions(anchors: TrustAnchors())
        func codes(_ others: [[UInt8]]) throws -> [String] {
            try TranscriptVerifier.verify(
                transcript.serialized, options: options, trust: CustodyTrust(), others: others
            ).findings.map(\.code)
        }
        #expect(try codes([other]).contains("custody.not-consistent"))
        #expect(try !codes([transcript.serialized, [1, 2]]).contains("custody.not-consistent"))
    }

    @Test func eventsThatAreNone() throws {
        let (one, two) = (transcript.events[0], transcript.events[1])
        try expect(
            "custody.event-not-in-log", .failure(.altered), in: changed(events: [entry(one, index: 2), two]))
        try expect("custody.event-order", .failure(.malformed), in: changed(events: [two, one]))
        try expect("custody.event-form", .failure(.malformed), in: changed(events: transcript.keys))
        try expect(
            "custody.details-differ", .failure(.altered),
            in: changed(events: [entry(one, details: .some(two.details)), two]))
        try expect(
            "custody.details-erased", .note, in: changed(events: [entry(one, details: .some(nil)), two]))
        // Without the entry that adds the key.
        try expect("custody.key-not-added", .failure(.malformed), in: changed(keys: []))
        let stranger = try LogMaker().verify(transcript.serialized, log: [transcript.log])
        #expect(stranger.findings.contains { $0.code == "custody.signer-not-anchored" })
        #expect(stranger.status == .cannotBeVerified)
    }

    @Test func anEventThatItsSignerDidNotSign() throws {
        // The log has it, since who holds the log's key can write anything.
        let event = try #require(CustodyEvent(transcript.events[0].entry))
        let forged = String(decoding: event.serialized, as: UTF8.self).replacing(
            "\"begun\"", with: "\"failed\"")
        _ = try log.register().log.append([LogItem(entry: Array(forged.utf8))])
        try expect(
            "custody.event-signature", .failure(.altered),
            in: log.register().transcript(of: bundle).serialized)
    }

    @Test func besideItsBundle() throws {
        func known(_ custody: SignedNote?, _ digest: SHA256Digest, id: String? = nil) -> KnownBundle {
            KnownBundle(
                id: id ?? bundle.urn, custody: custody.map { String(decoding: $0.serialized, as: UTF8.self) },
                digest: digest)
        }
        let bytes = transcript.serialized
        try expect(
            "custody.digest-differs", .failure(.altered), in: bytes,
            bundles: [known(named, SHA256Digest.of([1]))])
        try expect(
            "custody.other-bundle", .caveat, in: bytes,
            bundles: [known(named, digest, id: try SecureRandom.uuid().urn)])
        try expect(
            "custody.statement-unproven", .unanchored, in: changed(earlier: []),
            bundles: [known(named, digest)])
        try expect(
            "custody.begun-missing", .failure(.altered), in: changed(events: [transcript.events[1]]),
            bundles: [known(named, digest)])
        let strange = try LogMaker()
        try strange.record(.begun, bundle)
        try expect(
            "custody.statement-differs", .failure(.altered), in: bytes,
            bundles: [known(strange.register().log.note().note, digest)])
        try log.record(.recovered, bundle, [JSONMember("digest", .string(SHA256Digest.of([2]).text))])
        try expect(
            "custody.two-digests", .caveat,
            in: log.register().transcript(of: bundle, naming: named).serialized,
            bundles: [beside])
    }

    @Test func aCosignatureThatIsNone() throws {
        let witness = try #require(
            NoteVerifierKey(name: "w", kind: .cosignature, key: transcript.log.key))
        var note = transcript.checkpoint
        note.add(.init(name: "w", keyID: witness.keyID, bytes: [UInt8](repeating: 0, count: 72)))
        let verdict = try log.verify(changed(checkpoint: note), witnesses: [witness])
        #expect(verdict.status == .notAsSealed)
        #expect(verdict.findings.contains { $0.code == "custody.cosignature-invalid" })
        // For who does not know the witness it is as if it were not there.
        #expect(try log.verify(changed(checkpoint: note)).status == .intact)
    }

    @Test func whatABundleNamesIsChecked() throws {
        for (custody, code) in [
            (String(decoding: named.serialized, as: UTF8.self), "custody.named"), ("nothing", "custody.form"),
        ] {
            let maker = try SmallBundle()
            var draft = try BundleDraft(maker)
            draft.plan = try maker.plan(custody: custody, like: draft.plan)
            try draft.setFirstRecords()
            try draft.addExchange("https://example.org/", isPage: true)
            draft.countRecords()
            var anchors = TrustAnchors()
            anchors.roots = [maker.officer.certificate]
            let verdict = try BundleVerifier.verify(
                bytes: draft.parts().container, options: VerifyOptions(anchors: anchors))
            #expect(verdict.findings.contains { $0.code == code }, "\(verdict.findings.map(\.code))")
            #expect(verdict.status == (code == "custody.named" ? .intact : .notAsSealed))
            #expect(verdict.subject.custody == custody)
        }
    }

    /// Every code that the sources have is one of a test here or beside.
    @Test func everyCodeIsTried() throws {
        let tests = try sources("Tests/CustodyTests")
        for code in Set(
            try sources("Sources/CustodyCheck").matches(of: /"(custody\.[a-z-]+)"/).map { String($0.1) })
        {
            #expect(tests.contains("\"\(code)\""), "\(code)")
        }
    }

    private func sources(_ folder: String) throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: Package.root + "/" + folder).map {
            try String(contentsOfFile: "\(Package.root)/\(folder)/\($0)", encoding: .utf8)
        }.joined()
    }
}

extension SmallBundle {
    /// A plan that names a checkpoint of a custody log.
    fileprivate func plan(custody: String, like plan: CapturePlan) throws -> CapturePlan {
        CapturePlan(
            bundle: plan.bundle, begun: plan.begun, target: plan.target, engine: plan.engine,
            options: plan.options,
            softwareVersion: plan.softwareVersion, signer: plan.signer, packagingKey: plan.packagingKey,
            packaging: plan.packaging, custody: custody)
    }
}
