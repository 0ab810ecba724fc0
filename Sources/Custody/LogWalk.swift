import Bytes
import CustodyEvents
import Hashing
import Transparency

/// A walk through all entries of a log, and what is wrong with them.
struct LogWalk {
    private(set) var tree = MerkleTree()
    private(set) var problems: [String] = []
    private var roster = KeyRoster()
    private var begun: [RandomUUID: Timestamp] = [:]
    private var digests: [RandomUUID: String] = [:]

    private static let sealing: Set<CustodyVerb> = [.sealed, .recovered, .imported, .received]
    private static let ending: Set<CustodyVerb> = [.sealed, .recovered, .abandoned, .failed]

    mutating func note(_ problem: String) { problems.append(problem) }

    /// Captures that were begun and never ended.
    var open: [(bundle: RandomUUID, begun: Timestamp)] {
        begun.map { ($0.key, $0.value) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    mutating func take(_ index: Int, _ bytes: [UInt8], _ details: [UInt8]?, hash: SHA256Digest) {
        let leaf = MerkleTree.leaf(bytes)
        tree.append(leaf)
        if hash != leaf { note("entry \(index) is not what its hash says") }
        guard let entry = try? CustodyRegister.entry(index, bytes, details) else {
            return note("entry \(index) is no event")
        }
        if !entry.areDetailsTrue { note("the details of event \(index) are not those that were signed") }
        let event = entry.event
        guard let signer = event.signer() else {
            return note("event \(index) is not signed by who is said to have acted")
        }
        do throws(KeyRoster.Problem) {
            try roster.take(event, at: index, details: entry.details, signer: signer)
        } catch {
            note("event \(index), \(event.verb.rawValue) by \(signer.holder): \(error)")
        }
        guard let bundle = event.bundle else { return }
        if event.verb == .begun { begun[bundle] = event.time }
        if Self.ending.contains(event.verb) { begun[bundle] = nil }
        guard Self.sealing.contains(event.verb), let digest = entry.details?.json["digest"]?.string else {
            return
        }
        if let other = digests[bundle], other != digest {
            note("two different files have the name \(bundle.urn): \(other) and \(digest), of event \(index)")
        } else {
            digests[bundle] = digest
        }
    }
}
