import Bytes
import Custody
import CustodyEvents
import Hashing

/// An event of the log as the catalogue takes it in, with what it needs of the bundle.
struct LoggedEvent: Sendable {
    let index: Int
    let verb: CustodyVerb
    let time: String
    let bundle: RandomUUID?
    /// Who signed it; nil when nobody did, when the details are not those that were signed, and when the key did not count.
    let by: String?
    /// Why it counts for nothing, in plain English, where `by` is nil.
    let fault: String
    /// Nil when they were erased.
    let details: JSONValue?
    /// Of a bundle that was catalogued by this event; nil when it is not there or is no bundle.
    let facts: BundleFacts?

    /// Reads what belongs to an entry; `keys` are those of its log.
    init(_ entry: CustodyRegister.Entry, _ bundles: BundleStore, _ keys: KeyHistory) {
        index = entry.index
        verb = entry.event.verb
        time = entry.event.time.text
        bundle = entry.event.bundle
        details = entry.details?.json
        let isTrue = entry.details == nil || entry.areDetailsTrue
        let isOfInterest = Self.verbs.contains(verb)
        let signer = isOfInterest && isTrue ? entry.event.signer() : nil
        by = signer.flatMap { keys.knows($0.keyDigest, at: entry.index) ? $0.holder : nil }
        fault =
            signer == nil
            ? "is not signed by who is said to have acted"
            : "is signed with a key that was not added before, or was revoked"
        facts =
            verb == .catalogued && by != nil && details != nil
            ? bundle.flatMap { BundleFacts.read(bundles, $0) } : nil
    }

    /// Verbs that change the catalogue.
    static let verbs: Set<CustodyVerb> = [.catalogued, .tagged, .retained, .disposed, .erased]

    func text(_ name: String) -> String? { details?[name]?.string }
}
