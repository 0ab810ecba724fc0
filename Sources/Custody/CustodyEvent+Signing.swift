import Bytes
import CustodyEvents
import Hashing
import Sealing

extension CustodyEvent {
    /// Makes an event that the officer signs.
    static func signed(
        _ verb: CustodyVerb, bundle: RandomUUID?, details: SHA256Digest, by officer: OfficerIdentity,
        at time: Timestamp
    ) throws -> CustodyEvent {
        func event(_ signature: [UInt8]) -> CustodyEvent {
            CustodyEvent(
                verb: verb, time: time.wholeSeconds, actor: officer.certificate.digest, bundle: bundle,
                details: details, signature: signature)
        }
        return event(try officer.sign(event([]).signed, at: time.wholeSeconds))
    }
}
