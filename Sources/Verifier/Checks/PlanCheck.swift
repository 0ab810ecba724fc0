import Bytes
import Evidence
import Hashing

/// The plan, signed before the first connection, against the statement, signed at the end.
enum PlanCheck {
    /// Reads and compares; nil when it is no plan of this version.
    static func read(
        _ block: [UInt8], with statement: CaptureStatement, place: String, log: FindingLog
    ) -> CapturePlan? {
        do throws(StatementError) {
            let plan = try CapturePlan.parse(block)
            compare(plan, with: statement, place: place, log: log)
            return plan
        } catch {
            if case .otherVersion(let name) = SignedFormat.read(block, expecting: CapturePlan.format) {
                unsupported(
                    "the plan is of the format \(SafeText.escaped(name, limit: 60))", place: place, log: log)
            } else {
                log.fail("plan.form", .malformed, .statement, at: place, "the plan \(error)")
            }
            return nil
        }
    }

    private static func unsupported(_ what: String, place: String, log: FindingLog) {
        log.add(
            Finding(
                "plan.version", .unsupported, .statement, at: place,
                "Made by a newer version of the program; this one cannot check it."))
        log.add(Finding("plan.version-detail", .note, .statement, at: place, what))
    }

    private static func compare(
        _ plan: CapturePlan, with statement: CaptureStatement, place: String, log: FindingLog
    ) {
        func differs(_ what: String) {
            log.fail(
                "plan.differs", .malformed, .statement, at: place,
                "\(what) of the plan is not that of the statement")
        }
        if let name = plan.critical.first {
            unsupported(
                "the plan asks that \(SafeText.escaped(name, limit: 60)) be understood", place: place,
                log: log)
        }
        if plan.bundle != statement.bundle { differs("the bundle's name") }
        if plan.custody != statement.custody { differs("the custody log's checkpoint") }
        if plan.begun != statement.window.begun { differs("the beginning") }
        if SHA256Digest.of(plan.packagingKey) != plan.packaging { differs("the digest of the packaging key") }
        switch statement.sealing {
        case .live, .imported:
            if plan.packaging != statement.packaging { differs("the packaging key") }
            if plan.signer != statement.signer { differs("the signer") }
        case .recovered(let recovery):
            if plan.packaging != recovery.captured { differs("the packaging key") }
            if plan.signer != statement.signer {
                log.add(
                    Finding(
                        "recovered-by-another", .caveat, .signer, at: place,
                        "the capture was begun by another officer than the one who sealed what was recovered")
                )
            }
            checkJournal(recovery, plan, place: place, log: log)
        }
    }

    static func checkSignature(
        _ der: [UInt8], over content: [UInt8], _ plan: CapturePlan, place: String, log: FindingLog
    ) {
        do {
            let signature = try SignedData.read(der)
            guard signature.timestamps.isEmpty else { throw CMSError.unsignedAttributes }
            guard try signature.verifies(content) else {
                return log.fail(
                    "plan.signature-invalid", .malformed, .statement, at: place,
                    "the plan's signature is not one over this plan")
            }
            if signature.signer.digest != plan.signer {
                log.fail(
                    "plan.signer-differs", .malformed, .statement, at: place,
                    "the plan names another certificate than the one that signed it")
            }
        } catch {
            log.fail(
                "plan.signature-form", .malformed, .statement, at: place, "the plan's signature \(error)")
        }
    }

    /// The last checkpoint of the journal, signed by the key of the process that died.
    private static func checkJournal(
        _ recovery: SealingMode.Recovery, _ plan: CapturePlan, place: String, log: FindingLog
    ) {
        guard let checkpoint = recovery.journalled else { return }
        let isValid: Bool
        do {
            isValid = try PublicKey(spki: plan.packagingKey).verifies(
                checkpoint.signature, of: SealingMode.Checkpoint.signedBytes(checkpoint.head, of: plan.bundle)
            )
        } catch {
            isValid = false
        }
        if !isValid {
            log.fail(
                "recovery.checkpoint", .malformed, .statement, at: place,
                "the journal's checkpoint is not signed by the key of the capture")
        }
    }
}
