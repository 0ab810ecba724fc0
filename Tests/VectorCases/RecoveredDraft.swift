import Bytes
import Evidence
import Hashing
import Sealing
import Signing
public import TestSupport

/// Bundles as recovery seals them.
public enum RecoveredDraft {
    /// A way to contradict itself.
    public enum Breach: String, CaseIterable, Sendable {
        case captured, recovered, recoveredBy, earlier, count, signature, root, outcome
    }

    /// The draft as recovery would have sealed it: journalled up to the plan's signature.
    public static func make(_ draft: BundleDraft, _ breach: Breach? = nil) throws -> BundleDraft {
        var draft = draft
        let other = SHA256Digest.of([1])
        let captured = try SigningKey.generateP256()
        let key = try captured.publicKey()
        draft.plan = CapturePlan(
            bundle: draft.plan.bundle, begun: draft.plan.begun, target: draft.plan.target,
            engine: draft.plan.engine, options: [:], softwareVersion: "0.1.0", signer: draft.plan.signer,
            packagingKey: key.spki, packaging: key.digest)
        try draft.setFirstRecords()
        draft.countRecords()
        let outcome: CaptureOutcome.Kind = breach == .outcome ? .loaded : .partial
        draft.facts.outcome = CaptureOutcome(outcome, reason: "the capturing process died")
        // The lines of a draft are salted anew each time it is made; the tree head is that of lines made here.
        let lines = try draft.recordLines()
        draft.editRecordLines = { $0 = lines }
        let head = BundleDraft.head(lines.prefix(breach == .root ? 2 : 3))
        let signed = TreeHead(count: 3, root: head.root)
        let signer = breach == .signature ? try SigningKey.generateP256() : captured
        draft.sealing = .recovered(
            SealingMode.Recovery(
                recoveredAt: Timestamp(seconds: draft.window.ended.seconds + (breach == .earlier ? -9 : 60)),
                recoveredBy: breach == .recoveredBy ? other : draft.signerDigest,
                captured: breach == .captured ? other : key.digest,
                recovered: breach == .recovered ? other : draft.packagingDigest,
                journalled: SealingMode.Checkpoint(
                    head: signed,
                    signature: try signer.sign(
                        SealingMode.Checkpoint.signedBytes(signed, of: draft.plan.bundle))),
                unjournalled: breach == .count ? 70 : draft.records.count - 3))
        return draft
    }
}
