import Bytes
import Evidence
import Hashing

/// Who signed a statement or a derivation, against what the verifier was given.
struct SignerCheck {
    let signature: SignedData
    /// When it was signed, as what it signed claims.
    let claimed: Timestamp
    /// The signature file, when it is not the statement's own.
    let place: String?
    let options: VerifyOptions
    let log: FindingLog

    /// Of the statement.
    init(_ check: StatementCheck, _ options: VerifyOptions, _ log: FindingLog) {
        signature = check.part.signature
        claimed = check.statement.window.ended
        place = nil
        self.options = options
        self.log = log
    }

    /// Of the derivation.
    init(_ check: DerivationCheck, _ options: VerifyOptions, _ log: FindingLog) {
        signature = check.part.signature
        claimed = check.derivation.made
        place = check.part.names.signature
        self.options = options
        self.log = log
    }

    private var unchanged: String {
        "Nothing in this file has changed since \(place == nil ? "it was sealed" : "parts of it were withheld")"
    }

    /// Checks; `time` is what a timestamp that counts tells. Gives how the signer is tied to what is trusted, if so.
    func run(at time: Timestamp?) throws -> String? {
        let signer = signature.signer
        guard KeyKind(spki: signer.spki) != nil else {
            log.add(
                Finding(
                    "signer.weak-key", .unanchored, .signer, at: place,
                    "\(unchanged), if its signature can be relied on. It cannot: the signer's key is none that this program accepts (P-256, P-384, RSA of 2048 to 4096 bits)."
                ))
            return nil
        }
        let standing = try options.anchors.standing(of: signature, at: time, captured: claimed)
        switch standing {
        case .pinnedCertificate, .pinnedKey: break
        case .path(let path, let moment):
            try checkRevocation(of: path, at: moment)
        case .pathWithoutTime(let path):
            log.add(
                Finding(
                    "signer.time-unknown", .unanchored, .signer, at: place,
                    "\(unchanged). Whether the signer's certificate was valid then is not shown: no timestamp by an authority was checked. Say for which time to check it with --at TIME."
                ))
            try checkRevocation(of: path, at: claimed)
        case .none(let reason):
            let name =
                signer.commonName.map { SafeText.escaped($0, limit: 80) }
                ?? "the person named in the certificate"
            log.add(
                Finding(
                    "signer.not-anchored", .unanchored, .signer, at: place,
                    "\(unchanged) with key \(KeyText.short(signer.keyDigest)). Whether that key is \(name)'s is not shown: compare it with the printed statement."
                ))
            log.add(
                Finding("signer.not-anchored-reason", .note, .signer, at: place, SafeText.escaped(reason)))
        }
        let moment = time ?? claimed
        if moment < signer.notBefore || signer.notAfter < moment {
            let claim = place == nil ? "when the capture ended" : "when parts were withheld"
            let when = time == nil ? claim : "at the time of the timestamp"
            log.add(
                Finding(
                    "signer.certificate", .caveat, .signer, at: place,
                    "the signer's certificate was not valid \(when)"))
        }
        return standing.anchor
    }

    /// From lists and responses that came with the signature; nothing is fetched.
    private func checkRevocation(of path: [Certificate], at time: Timestamp) throws {
        let statuses = try Revocation.status(of: path, at: time, from: signature.revocation)
        let moments = statuses.compactMap { if case .revoked(let moment) = $0 { moment } else { nil } }
        if let moment = moments.min() {
            guard moment <= time else {
                return log.add(
                    Finding(
                        "signer.revoked-later", .note, .signer, at: place,
                        "the certificate was revoked at \(moment.text), after it had signed"))
            }
            return log.add(
                Finding(
                    "signer.revoked", .unanchored, .signer, at: place,
                    "\(unchanged). The signer's certificate, or that of an authority above it, had been revoked at \(moment.text)."
                ))
        }
        guard statuses.contains(.unknown) else { return }
        if options.requireRevocation {
            return log.add(
                Finding(
                    "signer.revocation-required", .unanchored, .signer, at: place,
                    "\(unchanged). Whether the signer's certificate had been revoked is not shown, and you asked for that."
                ))
        }
        log.add(
            Finding(
                "signer.revocation-unknown", .caveat, .signer, at: place,
                "whether the signer's certificate had been revoked is not known: nothing in the file tells it"
            ))
    }
}
