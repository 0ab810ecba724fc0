import Bytes
package import Hashing

/// One timestamp token against what it must be over, and against the authorities that the verifier was given.
package struct TokenCheck {
    let anchors: [Certificate]
    /// Certificates and revocation that came with the signature.
    let intermediates: [Certificate]
    let revocation: Revocation.Material
    let log: FindingLog

    package init(
        anchors: [Certificate], intermediates: [Certificate], revocation: Revocation.Material, log: FindingLog
    ) {
        self.anchors = anchors
        self.intermediates = intermediates
        self.revocation = revocation
        self.log = log
    }

    /// The token, and whether its time counts; nil when it is none, or over something else: then the log has a failure.
    package func check(
        _ der: [UInt8], over message: [UInt8], _ subject: ShownTime.Subject, at place: String
    ) throws -> (token: TimestampToken, shown: ShownTime)? {
        let token: TimestampToken
        do throws(TimestampError) {
            token = try TimestampToken.read(der)
        } catch {
            switch error {
            case .weakDigest, .imprintAlgorithm:
                log.add(
                    Finding(
                        "time.token-weak", .caveat, .time, at: place,
                        "the timestamp token \(error); it is not counted"))
            default:
                log.fail("time.token-form", .malformed, .time, at: place, "the timestamp token \(error)")
            }
            return nil
        }
        guard try token.info.covers(message) else {
            log.fail(
                "time.token-other", .altered, .time, at: place, "the timestamp token is over something else")
            return nil
        }
        let counts = try isVouchedFor(token, at: place)
        let name = token.signer.holder
        return (token, ShownTime(subject: subject, time: token.info.time, authority: name, counts: counts))
    }

    private func isVouchedFor(_ token: TimestampToken, at place: String) throws -> Bool {
        let time = token.info.time
        let path: [Certificate]
        switch try token.path(to: anchors, intermediates: intermediates) {
        case .anchored(let found): path = found
        case .notAnchored(let reason):
            let why = anchors.isEmpty ? "you named no timestamp authority" : SafeText.escaped(reason)
            log.add(
                Finding(
                    "time.token-not-anchored", .caveat, .time, at: place,
                    "a timestamp tells \(time.text), by an authority that nothing you gave vouches for; it is not counted (\(why))"
                ))
            return false
        }
        for case .revoked(let moment) in try Revocation.status(of: path, at: time, from: revocation)
        where moment <= time {
            log.add(
                Finding(
                    "time.token-revoked", .caveat, .time, at: place,
                    "the certificate of the timestamp authority had been revoked at \(moment.text); its time is not counted"
                ))
            return false
        }
        return true
    }
}
