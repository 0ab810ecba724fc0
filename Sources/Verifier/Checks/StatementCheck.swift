import Archive
import Bytes
import Evidence
import Hashing
import TransparencyLogs

/// The statement and its signature: form, validity, and who signed.
struct StatementCheck {
    let statement: CaptureStatement
    let part: SignedPart

    /// Nil when nothing that the statement says can be relied on; the log has the reason.
    static func run(
        _ bundle: OpenBundle<some ByteSource>, options: VerifyOptions, log: FindingLog,
        subject: inout Verdict.Subject
    ) throws
        -> StatementCheck?
    {
        let names = bundle.isDerived ? BundlePath.originalStatement : BundlePath.signedStatement
        guard let part = try SignedPart.read(names, of: bundle, log) else { return nil }
        subject.statementDigest = part.digest
        subject.signer = part.signature.signer
        guard
            let parsed = try part.parsed(
                CaptureStatement.format, options, log, CaptureStatement.parse, critical: { $0.critical })
        else { return nil }
        subject.bundle = parsed.bundle.urn
        subject.window = parsed.window
        subject.custody = parsed.custody
        subject.records = parsed.records.count
        part.checkNames(parsed.signer, log)
        let check = StatementCheck(statement: parsed, part: part)
        check.checkTimes(options, log)
        check.checkRecovery(log)
        check.checkCustody(log)
        return check
    }

    private func checkTimes(_ options: VerifyOptions, _ log: FindingLog) {
        let window = statement.window
        if window.ended < window.begun {
            log.fail(
                "statement.window", .malformed, .time, at: part.names.content,
                "the capture ends at \(window.ended.text), before it begins at \(window.begun.text)")
        }
        if let now = options.now, now < window.ended {
            log.add(
                Finding(
                    "time.ahead", .caveat, .time, at: part.names.content,
                    "the capture ended at \(window.ended.text), which is later than this computer's clock: one of the two clocks is wrong"
                ))
        }
    }

    /// What a recovered bundle says of itself must fit together (bundle format, section 7).
    private func checkRecovery(_ log: FindingLog) {
        guard case .recovered(let recovery) = statement.sealing else { return }
        func wrong(_ text: String) {
            log.fail("recovery.statement", .malformed, .statement, at: part.names.content, text)
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

    /// Whether the log is the force's, and has the capture's beginning, shows a transcript alone.
    private func checkCustody(_ log: FindingLog) {
        guard let custody = statement.custody else { return }
        guard custody.utf8.count <= BundleLimits.custodyBytes, let note = SignedNote(Array(custody.utf8)),
            let checkpoint = Checkpoint(note.text), checkpoint.size > 0
        else {
            return log.fail(
                "custody.form", .malformed, .custody, at: BundlePath.statement,
                "what it names as the custody log's checkpoint is none")
        }
        log.add(
            Finding(
                "custody.named", .note, .custody, at: BundlePath.statement,
                "its capture began when the custody log \(SafeText.escaped(checkpoint.origin, limit: 100)) had \(checkpoint.size) entries; what was done with it since, a transcript of that log shows"
            ))
    }
}
