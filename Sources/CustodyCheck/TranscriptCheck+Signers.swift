import Bytes
import CustodyEvents
import Hashing
import Verifier

extension TranscriptCheck {
    /// Who signed: keys that the log's own entries added, and that lead to one that the verifier trusts.
    func checkSigners() throws {
        var roster = KeyRoster()
        var anchored: Set<SHA256Digest> = []
        for entry in (events + keys).sorted(by: { $0.index < $1.index }) {
            let signer = entry.signature.signer
            do throws(KeyRoster.Problem) {
                try roster.take(entry.event, at: entry.index, details: entry.details, signer: signer)
            } catch {
                log.fail(
                    "custody.key-not-added", .malformed, .custody, at: "entry \(entry.index)",
                    "by the log's own entries it is not one that its signer could write: \(error)")
            }
            if !anchored.contains(signer.keyDigest), try isAnchored(entry) {
                anchored.insert(signer.keyDigest)
            }
        }
        var told: Set<SHA256Digest> = []
        for entry in events {
            let signer = entry.signature.signer
            guard told.insert(signer.keyDigest).inserted, !leads(signer.keyDigest, to: anchored, roster)
            else {
                continue
            }
            log.add(
                Finding(
                    "custody.signer-not-anchored", .unanchored, .custody, at: "entry \(entry.index)",
                    "The events stand in the log and are signed. Whether the key \(KeyText.short(signer.keyDigest)) is that of \(SafeText.escaped(signer.holder, limit: 100)) is not shown: nothing that you gave ties it to a person."
                ))
        }
    }

    private func isAnchored(_ entry: Event) throws -> Bool {
        let time = vouched.filter { entry.index < $0.size }.map(\.time).min()
        switch try options.anchors.standing(of: entry.signature, at: time, captured: entry.event.time) {
        case .pinnedKey, .pinnedCertificate, .path: return true
        case .pathWithoutTime, .none: return false
        }
    }

    /// Whether a key is trusted, or was added by one that is.
    private func leads(_ key: SHA256Digest, to anchored: Set<SHA256Digest>, _ roster: KeyRoster) -> Bool {
        var key = key
        var seen: Set<SHA256Digest> = []
        while seen.insert(key).inserted {
            if anchored.contains(key) { return true }
            guard let member = roster.members[key] else { return false }
            key = member.addedBy
        }
        return false
    }
}
