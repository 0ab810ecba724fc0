public import Bytes
public import Hashing
public import Verifier

/// How who signed a handover or a receipt is tied to what the verifier was given.
public struct SignerStanding: Sendable {
    /// In words; nil when nothing ties them.
    public let anchor: String?
    public let findings: [Finding]

    /// `time` is what the signed file claims; `what` is the file, as `handover`.
    public init(of signature: SignedData, signedAt time: Timestamp, to anchors: TrustAnchors, what: String)
        throws
    {
        let signer = signature.signer
        let name = SafeText.escaped(signer.holder, limit: 80)
        let unchanged =
            "Nothing in this \(what) has changed since it was signed with key \(KeyText.short(signer.keyDigest))."
        var findings: [Finding] = []
        let isReliable = KeyKind(spki: signer.spki) != nil
        let standing = try anchors.standing(of: signature, at: nil, captured: time)
        anchor = isReliable ? standing.anchor : nil
        switch standing {
        case _ where !isReliable:
            findings.append(
                Finding(
                    "handover.weak-key", .unanchored, .signer,
                    "The signer's key is none that can be relied on: P-256, P-384, RSA of 2048 to 4096 bits.")
            )
        case .pinnedCertificate, .pinnedKey: break
        case .path:
            findings.append(
                Finding(
                    "handover.revocation-unknown", .caveat, .signer,
                    "whether the signer's certificate had been revoked is not known: nothing in the file tells it"
                ))
        case .pathWithoutTime:
            findings.append(
                Finding(
                    "handover.time-unknown", .unanchored, .signer,
                    "\(unchanged) Whether the signer's certificate was valid then is not shown: say for which time to check it with --at TIME."
                ))
        case .none(let reason):
            findings.append(
                Finding(
                    "handover.not-anchored", .unanchored, .signer,
                    "\(unchanged) Whether that key is \(name)'s is not shown: compare it with what that person told you."
                ))
            findings.append(
                Finding("handover.not-anchored-reason", .note, .signer, SafeText.escaped(reason)))
        }
        if time < signer.notBefore || signer.notAfter < time {
            findings.append(
                Finding(
                    "handover.certificate", .caveat, .signer,
                    "the signer's certificate was not valid at the time that the \(what) claims"))
        }
        self.findings = findings
    }
}
