import Bytes
import CustodyEvents
import Hashing
import Transparency
import TransparencyLogs
import Verifier

extension TranscriptCheck {
    /// The entries of a list that are proven and signed; what is wrong with the others goes to the log.
    func entries(
        _ proven: [Transcript.ProvenEntry], _ list: String, _ now: Checkpoint,
        belongs: (RandomUUID?) -> Bool
    ) throws -> [Event] {
        if !zip(proven, proven.dropFirst()).allSatisfy({ $0.index < $1.index }) {
            log.fail(
                "custody.event-order", .malformed, .custody, at: list,
                "the entries are not in the order of the log")
        }
        return proven.compactMap { entry in
            let place = "entry \(entry.index)"
            guard
                MerkleProof.isIncluded(
                    MerkleTree.leaf(entry.entry), at: entry.index, inTreeOf: now.size, root: now.root,
                    path: entry.path)
            else {
                log.fail(
                    "custody.event-not-in-log", .altered, .custody, at: place,
                    "it is not proven to stand in the log")
                return nil
            }
            guard let event = CustodyEvent(entry.entry), belongs(event.bundle) else {
                log.fail(
                    "custody.event-form", .malformed, .custody, at: place, "it is no event of this bundle")
                return nil
            }
            guard let signature = event.validSignature() else {
                log.fail(
                    "custody.event-signature", .altered, .custody, at: place,
                    "it is not signed by who is said to have acted")
                return nil
            }
            return Event(
                index: entry.index, event: event, details: details(entry, event, place), signature: signature)
        }
    }

    private func details(_ entry: Transcript.ProvenEntry, _ event: CustodyEvent, _ place: String)
        -> CustodyDetails?
    {
        guard let bytes = entry.details else {
            log.add(
                Finding(
                    "custody.details-erased", .note, .custody, at: place,
                    "what it says in detail is not there: it was erased, or left out"))
            return nil
        }
        guard let details = CustodyDetails(bytes), details.digest == event.details else {
            log.fail(
                "custody.details-differ", .altered, .custody, at: place,
                "the details are not those that were signed")
            return nil
        }
        return details
    }

    /// What the events claim of their times, against the times that others vouch for.
    func checkTimes() {
        for entry in events + keys {
            let time = entry.event.time
            let place = "entry \(entry.index)"
            if let one = vouched.filter({ entry.index < $0.size }).min(by: { $0.time < $1.time }),
                time.seconds > one.time.seconds + Self.skewSeconds
            {
                log.fail(
                    "custody.time-differs", .altered, .custody, at: place,
                    "it says \(time.text), and stood in the log by \(one.time.text) already")
            }
            if let one = vouched.filter({ entry.index >= $0.size }).max(by: { $0.time < $1.time }),
                time.seconds < one.time.seconds - Self.skewSeconds
            {
                log.add(
                    Finding(
                        "custody.back-dated", .caveat, .custody, at: place,
                        "it says \(time.text), and did not stand in the log as others saw it at \(one.time.text): it was added later than it says"
                    ))
            }
        }
    }
}
