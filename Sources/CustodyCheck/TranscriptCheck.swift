import Bytes
import CustodyEvents
import Hashing
import Transparency
import TransparencyLogs
import Verifier

/// The checks of one transcript.
struct TranscriptCheck {
    /// Nothing further can be relied on; the log has the reason.
    struct Stopped: Error {}

    /// An entry that is proven, signed, and told in detail where the details are there.
    struct Event {
        let index: Int
        let event: CustodyEvent
        let details: CustodyDetails?
        let signature: SignedData
    }

    /// A time by which the first `size` entries existed, which counts for who verifies.
    struct Vouched {
        let size: Int
        let time: Timestamp
    }

    let transcript: Transcript
    let options: VerifyOptions
    let trust: CustodyTrust
    let log: FindingLog
    var vouched: [Vouched] = []
    /// Texts of checkpoints that the log went on from.
    var continued: Set<String> = []
    var events: [Event] = []
    var keys: [Event] = []

    init(_ transcript: Transcript, options: VerifyOptions, trust: CustodyTrust, log: FindingLog) {
        self.transcript = transcript
        self.options = options
        self.trust = trust
        self.log = log
    }

    mutating func run(_ bundles: [KnownBundle], _ others: [Transcript]) throws {
        let now = try checkpoint(transcript.checkpoint, at: "checkpoint")
        guard now.origin == transcript.log.name else {
            log.fail(
                "custody.checkpoint", .malformed, .custody, "the checkpoint is of another log than is named")
            throw Stopped()
        }
        checkLog()
        continued.insert(transcript.checkpoint.text)
        try checkCosignatures(transcript.checkpoint, size: now.size, at: "checkpoint")
        for (place, earlier) in transcript.earlier.enumerated() {
            try check(earlier, with: now, at: "earlier \(place + 1)")
        }
        keys = try entries(transcript.keys, "keys", now) { $0 == nil }
        events = try entries(transcript.events, "events", now) { [bundle = transcript.bundle] in $0 == bundle
        }
        for other in others { try compare(with: other) }
        checkTimes()
        try checkSigners()
        for bundle in bundles where bundle.id == transcript.bundle.urn { checkBundle(bundle) }
        if !bundles.isEmpty, !bundles.contains(where: { $0.id == transcript.bundle.urn }) {
            log.add(
                Finding(
                    "custody.other-bundle", .caveat, .custody,
                    "the transcript is of the bundle \(transcript.bundle.urn), which is none of the files that were given"
                ))
        }
        if vouched.isEmpty {
            log.add(
                Finding(
                    "custody.self-asserted", .caveat, .custody,
                    "self-asserted: no witness and no timestamp authority that you named vouches for the log, so whoever holds its key could have written it anew"
                ))
        }
        tell()
    }

    /// A checkpoint that the log's key signed, under the name of one of its incarnations.
    private func checkpoint(_ note: SignedNote, at place: String) throws -> Checkpoint {
        guard let checkpoint = Checkpoint(note.text), Self.isSameLog(checkpoint.origin, transcript.log.name),
            let key = NoteVerifierKey(name: checkpoint.origin, kind: .ed25519, key: transcript.log.key)
        else {
            log.fail(
                "custody.checkpoint", .malformed, .custody, at: place,
                "the checkpoint is of another log than is named")
            throw Stopped()
        }
        guard case .signed = try key.finding(on: note) else {
            log.fail(
                "custody.checkpoint-signature", .malformed, .custody, at: place,
                "the checkpoint is not signed by the log's key")
            throw Stopped()
        }
        return checkpoint
    }

    /// Whether two names are of one log, perhaps in two incarnations: `NAME/NUMBER`.
    static func isSameLog(_ one: String, _ other: String) -> Bool {
        func stem(_ name: String) -> Substring? {
            guard let slash = name.lastIndex(of: "/"), Int(name[name.index(after: slash)...]) != nil else {
                return nil
            }
            return name[..<slash]
        }
        guard one != other else { return true }
        return stem(one) != nil && stem(one) == stem(other)
    }

    private func checkLog() {
        guard !trust.logs.contains(transcript.log) else { return }
        let name = SafeText.escaped(transcript.log.name, limit: 100)
        if trust.logs.contains(where: {
            $0.key == transcript.log.key && Self.isSameLog($0.name, transcript.log.name)
        }) {
            return log.add(
                Finding(
                    "custody.incarnation", .caveat, .custody,
                    "the log goes by the name \(name) since it was restored from a copy; you named the one before"
                ))
        }
        log.add(
            Finding(
                "custody.log-not-anchored", .unanchored, .custody,
                "The events stand in the log \(name). Whether that is the force's log is not shown: compare its key, \(SafeText.escaped(transcript.log.text, limit: 200)), with what the force told you, and give it with --log."
            ))
    }

    private mutating func check(
        _ earlier: Transcript.EarlierCheckpoint, with now: Checkpoint, at place: String
    )
        throws
    {
        let before = try checkpoint(earlier.note, at: place)
        let isConsistent =
            before.size == 0
            ? before.root == SHA256Digest.of([]) && earlier.path.isEmpty
            : MerkleProof.isConsistent(before.size, before.root, with: now.size, now.root, path: earlier.path)
        guard isConsistent else {
            return log.fail(
                "custody.not-consistent", .altered, .custody, at: place,
                before.size == now.size
                    ? "the log shows two faces: two checkpoints of \(now.size) entries have different roots"
                    : "the log does not go on from its own checkpoint of \(before.size) entries: something before was changed or left out"
            )
        }
        continued.insert(earlier.note.text)
        try checkCosignatures(earlier.note, size: before.size, at: place)
        let tokens = TokenCheck(
            anchors: options.anchors.timestampRoots, intermediates: [], revocation: Revocation.Material(),
            log: log)
        for der in earlier.tokens {
            if let (token, shown) = try tokens.check(
                der, over: Array(earlier.note.text.utf8), .checkpoint, at: place),
                shown.counts
            {
                vouched.append(Vouched(size: before.size, time: token.info.time))
            }
        }
    }

    /// A log has one root for each size, whoever is shown it.
    private func compare(with other: Transcript) throws {
        let known = continued.compactMap { Checkpoint($0) }
        for note in [other.checkpoint] + other.earlier.map(\.note) {
            guard let seen = Checkpoint(note.text),
                let key = NoteVerifierKey(name: seen.origin, kind: .ed25519, key: transcript.log.key),
                case .signed = try key.finding(on: note),
                known.contains(where: {
                    $0.origin == seen.origin && $0.size == seen.size && $0.root != seen.root
                })
            else { continue }
            log.fail(
                "custody.not-consistent", .altered, .custody,
                "the log shows two faces: another transcript has a checkpoint of \(seen.size) entries with another root; keep both"
            )
        }
    }

    private mutating func checkCosignatures(_ note: SignedNote, size: Int, at place: String) throws {
        for witness in trust.witnesses {
            switch try witness.finding(on: note) {
            case .silent: continue
            case .wrong:
                log.fail(
                    "custody.cosignature-invalid", .malformed, .custody, at: place,
                    "the cosignature of the witness \(SafeText.escaped(witness.name, limit: 100)) is not one over this checkpoint"
                )
            case .signed(let seconds):
                let time = Timestamp(seconds: Int64(clamping: seconds ?? 0))
                if let now = options.now, time.seconds > now.seconds + Self.skewSeconds {
                    log.add(
                        Finding(
                            "custody.cosignature-future", .unanchored, .custody, at: place,
                            "The witness \(SafeText.escaped(witness.name, limit: 100)) signed for \(time.text), which is later than this computer's clock: one of the two is wrong."
                        ))
                } else {
                    vouched.append(Vouched(size: size, time: time))
                }
            }
        }
    }

    /// What clocks may differ by.
    static var skewSeconds: Int64 { 3600 }

    /// Every event in a line, so that a report shows them.
    private func tell() {
        for entry in events {
            let signer = entry.signature.signer
            let details = (entry.details?.facts ?? []).prefix(12).map { "\($0.name): \($0.text)" }
            let words = entry.details == nil ? "details erased" : details.joined(separator: ", ")
            log.add(
                Finding(
                    "custody.event", .note, .custody, at: "entry \(entry.index)",
                    "\(entry.event.time.text) \(entry.event.verb.rawValue), by \(SafeText.escaped(signer.holder, limit: 100)) (\(SafeText.escaped(words, limit: 400)))"
                ))
        }
    }
}
