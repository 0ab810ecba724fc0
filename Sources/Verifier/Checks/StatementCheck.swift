import Archive
import Bytes
import Evidence
import Hashing

/// The statement and its signature: form, validity, and who signed.
struct StatementCheck {
    let statement: CaptureStatement
    let signature: SignedData

    /// Nil when nothing that the statement says can be relied on; the log has the reason.
    static func run(
        _ bundle: OpenBundle<some ByteSource>, options: VerifyOptions, log: FindingLog,
        subject: inout Verdict.Subject
    ) throws
        -> StatementCheck?
    {
        guard let bytes = try bundle.read(BundlePath.statement, maximumBytes: BundleLimits.jsonBytes, log),
            let der = try bundle.read(BundlePath.signature, maximumBytes: BundleLimits.signatureBytes, log)
        else { return nil }
        let signature: SignedData
        do {
            signature = try SignedData.read(der)
        } catch CMSError.digestNotSHA256 where SignedData.isValidOtherwise(der, over: bytes) {
            log.add(
                Finding(
                    "signer.weak-digest", .unanchored, .signer, at: BundlePath.signature,
                    "The signature does not rest on SHA-256, so nothing that it binds can be relied on; nothing was checked."
                ))
            return nil
        } catch {
            log.fail(
                "statement.signature-form", .altered, .statement, at: BundlePath.signature,
                "the signature of the statement \(error)")
            return nil
        }
        guard try signature.verifies(bytes) else {
            log.fail(
                "statement.signature-invalid", .altered, .statement, at: BundlePath.signature,
                "the signature is not one over this statement")
            return nil
        }
        subject.statementDigest = SHA256Digest.of(bytes)
        subject.signer = signature.signer
        let parsed: CaptureStatement
        do throws(StatementError) {
            parsed = try CaptureStatement.parse(bytes)
        } catch {
            if case .otherVersion(let name) = SignedFormat.read(bytes, expecting: CaptureStatement.format) {
                try unsupported(
                    "the statement is of the format \(SafeText.escaped(name, limit: 60))", signature, options,
                    log)
            } else {
                log.fail(
                    "statement.form", .malformed, .statement, at: BundlePath.statement,
                    "the statement \(error)")
            }
            return nil
        }
        if let name = parsed.critical.first {
            try unsupported(
                "the statement asks that \(SafeText.escaped(name, limit: 60)) be understood", signature,
                options, log)
            return nil
        }
        subject.bundle = parsed.bundle.urn
        subject.window = parsed.window
        subject.records = parsed.records.count
        if parsed.signer != signature.signer.digest {
            log.fail(
                "statement.signer-differs", .altered, .statement, at: BundlePath.statement,
                "the statement names another certificate than the one that signed it")
        }
        if let value = try bundle.read(BundlePath.signatureValue, maximumBytes: 4096, log),
            value != signature.signatureValue
        {
            log.fail(
                "statement.signature-value-differs", .altered, .statement, at: BundlePath.signatureValue,
                "this is not the signature value inside statement.p7s")
        }
        let check = StatementCheck(statement: parsed, signature: signature)
        check.checkTimes(options, log)
        check.checkRecovery(log)
        return check
    }

    private func checkTimes(_ options: VerifyOptions, _ log: FindingLog) {
        let window = statement.window
        if window.ended < window.begun {
            log.fail(
                "statement.window", .malformed, .time, at: BundlePath.statement,
                "the capture ends at \(window.ended.text), before it begins at \(window.begun.text)")
        }
        if let now = options.now, now < window.ended {
            log.add(
                Finding(
                    "time.ahead", .caveat, .time, at: BundlePath.statement,
                    "the capture ended at \(window.ended.text), which is later than this computer's clock: one of the two clocks is wrong"
                ))
        }
    }

    /// What a recovered bundle says of itself must fit together (bundle format, section 7).
    private func checkRecovery(_ log: FindingLog) {
        guard case .recovered(let recovery) = statement.sealing else { return }
        func wrong(_ text: String) {
            log.fail("recovery.statement", .malformed, .statement, at: BundlePath.statement, text)
        }
        if recovery.recovered != statement.packaging {
            wrong("the packaging key is not the one that the recovery made")
        }
        if recovery.recoveredBy != statement.signer { wrong("who recovered is not who signed") }
        if recovery.recoveredAt < statement.window.ended { wrong("it was recovered before it ended") }
        let journalled = recovery.journalled?.head.count ?? 0
        if journalled > statement.records.count
            || recovery.unjournalled != statement.records.count - journalled
        {
            wrong("the numbers of records before and after the last checkpoint do not add up")
        }
    }

    private static func unsupported(
        _ what: String, _ signature: SignedData, _ options: VerifyOptions, _ log: FindingLog
    ) throws {
        let standing = try options.anchors.standing(
            of: signature, at: nil, captured: signature.signingTime)
        let headline: String
        if case .none = standing {
            headline = "Made by a newer version of the program, or forged; nothing was checked."
        } else {
            headline = "Made by a newer version of the program; this one cannot check it."
        }
        log.add(Finding("statement.version", .unsupported, .statement, at: BundlePath.statement, headline))
        log.add(Finding("statement.version-detail", .note, .statement, at: BundlePath.statement, what))
    }
}
