import Bytes
import CustodyEvents
import Hashing
import TransparencyLogs
import Verifier

extension TranscriptCheck {
    /// What the bundle says of the log, and the log of the bundle.
    func checkBundle(_ bundle: KnownBundle) {
        checkDigest(bundle)
        guard let text = bundle.custody else { return }
        guard let note = SignedNote(Array(text.utf8)), let named = Checkpoint(note.text),
            Self.isSameLog(named.origin, transcript.log.name),
            let key = NoteVerifierKey(name: named.origin, kind: .ed25519, key: transcript.log.key),
            case .signed? = try? key.finding(on: note)
        else {
            return log.fail(
                "custody.statement-differs", .altered, .custody,
                "the bundle names a checkpoint that is none of this log")
        }
        if let kept = restored(named.origin), named.size > kept {
            return log.add(
                Finding(
                    "custody.lost-by-restore", .caveat, .custody,
                    "the bundle names the log at \(named.size) entries; it was restored from a copy with \(kept) since, and what stood behind is lost"
                ))
        }
        guard continued.contains(note.text) else {
            if let other = continued.compactMap({ Checkpoint($0) }).first(where: {
                $0.size == named.size && $0.origin == named.origin
            }), other.root != named.root {
                return log.fail(
                    "custody.not-consistent", .altered, .custody,
                    "the log shows two faces: the bundle's checkpoint of \(named.size) entries has another root than the log's"
                )
            }
            return log.add(
                Finding(
                    "custody.statement-unproven", .unanchored, .custody,
                    "The transcript does not show that the log goes on from the checkpoint that the bundle names."
                ))
        }
        guard !events.contains(where: { $0.event.verb == .begun && $0.index < named.size }) else { return }
        log.fail(
            "custody.begun-missing", .altered, .custody,
            "the bundle names the log as it was when its capture began, and that beginning is no event in it")
    }

    /// How many entries of an incarnation were kept when it was restored; nil where it was not.
    private func restored(_ origin: String) -> Int? {
        keys.first { $0.event.verb == .restored && $0.details?.json["origin"]?.string == origin }?
            .details?.json["size"]?.integer.map { Int($0) }
    }

    private func checkDigest(_ bundle: KnownBundle) {
        let sealing: Set<CustodyVerb> = [.sealed, .recovered, .imported, .received]
        let digests = Set(
            events.filter { sealing.contains($0.event.verb) }.compactMap {
                $0.details?.json["digest"]?.string
            })
        if digests.count > 1 {
            log.add(
                Finding(
                    "custody.two-digests", .caveat, .custody,
                    "the log tells of \(digests.count) different files of this bundle"))
        }
        guard !digests.isEmpty, !digests.contains(bundle.digest.text) else { return }
        log.fail(
            "custody.digest-differs", .altered, .custody,
            "the file is not the one that the log tells of: its digest is \(bundle.digest.text)")
    }
}
