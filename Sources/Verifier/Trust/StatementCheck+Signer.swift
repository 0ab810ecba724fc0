import Bytes
import Evidence
import Hashing

extension StatementCheck {
    /// Who signed, against what the verifier was given; `time` is what a timestamp that counts tells.
    func checkSigner(
        at time: Timestamp?, _ options: VerifyOptions, log: FindingLog, subject: inout Verdict.Subject
    ) throws {
        let signer = signature.signer
        guard KeyKind(spki: signer.spki) != nil else {
            return log.add(
                Finding(
                    "signer.weak-key", .unanchored, .signer,
                    "Nothing in this file has changed since it was sealed, if its signature can be relied on. It cannot: the signer's key is none that this program accepts (P-256, P-384, RSA of 2048 to 4096 bits)."
                ))
        }
        let ended = statement.window.ended
        switch try options.anchors.standing(of: signature, at: time, captured: ended) {
        case .pinnedCertificate: subject.anchor = "you trust this very certificate"
        case .pinnedKey:
            subject.anchor = "you trust this key; the name is as claimed by the certificate"
        case .path(let path, let moment):
            subject.anchor =
                "the certificate leads to \(SafeText.escaped(path.last?.subject ?? "")), which you trust"
            try checkRevocation(of: path, at: moment, options, log)
        case .pathWithoutTime(let path):
            log.add(
                Finding(
                    "signer.time-unknown", .unanchored, .signer,
                    "Nothing in this file has changed since it was sealed. Whether the signer's certificate was valid then is not shown: no timestamp by an authority was checked. Say for which time to check it with --at TIME."
                ))
            try checkRevocation(of: path, at: ended, options, log)
        case .none(let reason):
            let name =
                signer.commonName.map { SafeText.escaped($0, limit: 80) }
                ?? "the person named in the certificate"
            log.add(
                Finding(
                    "signer.not-anchored", .unanchored, .signer,
                    "Nothing in this file has changed since it was sealed with key \(KeyText.short(signer.keyDigest)). Whether that key is \(name)'s is not shown: compare it with the printed statement."
                ))
            log.add(Finding("signer.not-anchored-reason", .note, .signer, SafeText.escaped(reason)))
        }
        let moment = time ?? ended
        if moment < signer.notBefore || signer.notAfter < moment {
            let when = time == nil ? "when the capture ended" : "at the time of the timestamp"
            log.add(
                Finding(
                    "signer.certificate", .caveat, .signer, "the signer's certificate was not valid \(when)"))
        }
    }

    /// From lists and responses that came with the signature; nothing is fetched.
    private func checkRevocation(
        of path: [Certificate], at time: Timestamp, _ options: VerifyOptions, _ log: FindingLog
    ) throws {
        let statuses = try Revocation.status(of: path, at: time, from: signature.revocation)
        let moments = statuses.compactMap { if case .revoked(let moment) = $0 { moment } else { nil } }
        if let moment = moments.min() {
            guard moment <= time else {
                return log.add(
                    Finding(
                        "signer.revoked-later", .note, .signer,
                        "the certificate was revoked at \(moment.text), after it had signed"))
            }
            return log.add(
                Finding(
                    "signer.revoked", .unanchored, .signer,
                    "Nothing in this file has changed since it was sealed. The signer's certificate, or that of an authority above it, had been revoked at \(moment.text)."
                ))
        }
        guard statuses.contains(.unknown) else { return }
        if options.requireRevocation {
            return log.add(
                Finding(
                    "signer.revocation-required", .unanchored, .signer,
                    "Nothing in this file has changed since it was sealed. Whether the signer's certificate had been revoked is not shown, and you asked for that."
                ))
        }
        log.add(
            Finding(
                "signer.revocation-unknown", .caveat, .signer,
                "whether the signer's certificate had been revoked is not known: nothing in the file tells it"
            ))
    }
}
