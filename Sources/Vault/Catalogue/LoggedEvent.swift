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
    /// Who signed it; nil when nobody did, or the details are not those that were signed.
    let by: String?
    /// Nil when they were erased.
    let details: JSONValue?
    /// Of a bundle that was catalogued by this event; nil when it is not there or is no bundle.
    let facts: BundleFacts?

    /// Reads what belongs to an entry.
    init(_ entry: CustodyRegister.Entry, _ bundles: BundleStore) {
        index = entry.index
        verb = entry.event.verb
        time = entry.event.time.text
        bundle = entry.event.bundle
        details = entry.details?.json
        let isTrue = entry.details == nil || entry.areDetailsTrue
        let isOfInterest = Self.verbs.contains(verb)
        by = isOfInterest && isTrue ? entry.event.signer()?.holder : nil
        facts =
            verb == .catalogued && by != nil && details != nil
            ? bundle.flatMap { BundleFacts.read(bundles, $0) } : nil
    }

    /// Verbs that change the catalogue.
    static let verbs: Set<CustodyVerb> = [.catalogued, .tagged, .retained, .disposed, .erased]

    func text(_ name: String) -> String? { details?[name]?.string }
}
