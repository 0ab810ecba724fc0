import CustodyEvents
public import Hashing

/// Which keys a log knew at each place in it. The events of others stay in the log, and count for nothing.
public struct KeyHistory: Sendable {
    /// By the digest of a key: where it was added or revoked, in the order of the log.
    private var changes: [SHA256Digest: [(index: Int, isKnown: Bool)]] = [:]
    /// Those that it knows at its end.
    let roster: KeyRoster

    /// `entries` are those that add and revoke keys, in the order of the log; one that its signer could not write changes nothing; `check` names it.
    init(_ entries: [CustodyRegister.Entry]) {
        var roster = KeyRoster()
        for entry in entries {
            guard let signer = entry.event.signer(), let key = entry.details.flatMap(KeyDetails.key) else {
                continue
            }
            do {
                try roster.take(entry.event, at: entry.index, details: entry.details, signer: signer)
            } catch {
                continue
            }
            changes[key, default: []].append((entry.index, roster.members[key]?.isRevoked == false))
        }
        self.roster = roster
    }

    /// Whether what a key signed counts at a place in the log.
    public func knows(_ key: SHA256Digest, at index: Int) -> Bool {
        changes[key]?.last { $0.index < index }?.isKnown ?? false
    }
}

extension CustodyRegister {
    /// Whose keys counted when, up to the end that the log has now.
    public func keyHistory() throws -> KeyHistory { try KeyHistory(KeyIndex(self).entries()) }
}
