import Archive
import Bytes
import Evidence
import Hashing

/// The derivation of a disclosed part: its form, its signature, and what it says of the original (bundle format, section 12).
struct DerivationCheck {
    let derivation: Derivation
    let part: SignedPart

    /// Nil when nothing that the derivation says can be relied on; the log has the reason.
    static func run(
        _ bundle: OpenBundle<some ByteSource>, of original: StatementCheck, options: VerifyOptions,
        log: FindingLog, subject: inout Verdict.Subject
    ) throws -> DerivationCheck? {
        guard let part = try SignedPart.read(BundlePath.derivation, of: bundle, log),
            let derivation = try part.parsed(
                Derivation.format, options, log, Derivation.parse, critical: { $0.critical })
        else { return nil }
        part.checkNames(derivation.signer, log)
        let check = DerivationCheck(derivation: derivation, part: part)
        check.compare(original, options, log)
        check.tell(log)
        subject.bundle = derivation.bundle.urn
        subject.derivation = ShownDerivation(
            derivation: derivation, signer: part.signature.signer)
        return check
    }

    private func compare(_ original: StatementCheck, _ options: VerifyOptions, _ log: FindingLog) {
        let statement = original.statement
        if derivation.original != statement.bundle
            || derivation.statement != original.part.digest
        {
            log.fail(
                "derivation.original-differs", .altered, .statement, at: part.names.content,
                "the derivation is from another bundle, or another statement, than the one inside")
        }
        if derivation.records != statement.records
            || derivation.files.count != statement.files.count + derivation.new.count
        {
            log.fail(
                "derivation.trees-differ", .malformed, .completeness, at: part.names.content,
                "the lines that the derivation counts are not those of the original statement and of the new files"
            )
        }
        if derivation.made < statement.window.ended {
            log.fail(
                "derivation.made", .malformed, .time, at: part.names.content,
                "parts were withheld at \(derivation.made.text), before the capture had ended")
        }
        func isWithheld(_ record: Int) -> Bool {
            derivation.withheld.contains { $0.tree == .records && $0.lines.contains(record) }
        }
        if isWithheld(1) || isWithheld(2) != isWithheld(3) {
            log.fail(
                "derivation.together", .malformed, .completeness, at: part.names.content,
                "the first record is never withheld, and the plan only with its signature")
        }
        if isWithheld(2) {
            log.add(
                Finding(
                    "derivation.plan-withheld", .caveat, .statement, at: part.names.content,
                    "the plan, signed before the first connection, is withheld: what was asked for, and that nothing else was, is not shown"
                ))
        }
        if let now = options.now, now < derivation.made {
            log.add(
                Finding(
                    "time.ahead", .caveat, .time, at: part.names.content,
                    "parts were withheld at \(derivation.made.text), which is later than this computer's clock: one of the two clocks is wrong"
                ))
        }
    }

    /// What a reader must know of any disclosed part, and of this one.
    private func tell(_ log: FindingLog) {
        log.add(
            Finding(
                "derivation.unchecked", .note, .completeness,
                "not checked, since it would need what is withheld: the numbers in capture.json (they are not smaller than what is left), commitments to masked secrets, whether an archive file begins where it must, whether connections are numbered without gaps"
            ))
        if derivation.new.contains(where: { $0.path == BundlePath.capture }) {
            log.add(
                Finding(
                    "derivation.capture-reduced", .caveat, .completeness, at: BundlePath.capture,
                    "what the capture said of itself is told in the words of who disclosed: something was left out of it"
                ))
        }
        for file in derivation.new where file.replaces.tree == .records {
            log.add(
                Finding(
                    "derivation.redacted", .caveat, .records, at: file.path,
                    "this picture was made by who disclosed from that of record \(file.replaces.line), parts of which were \(file.how == .blurred ? "blurred" : "covered"); nothing shows that the rest of it is the same"
                ))
        }
    }
}
