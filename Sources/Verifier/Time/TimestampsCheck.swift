import Archive
import Bytes
import Evidence
import Hashing

/// The timestamp tokens of a bundle: those over the signature, the one before the capture, and those beside the file.
struct TimestampsCheck<Source: ByteSource> {
    private let bundle: OpenBundle<Source>
    private let statement: CaptureStatement
    private let derivation: Derivation?
    /// Whether the tokens are over the derivation's signature, not the statement's.
    private let isOfDerivation: Bool
    private let part: SignedPart
    private let options: VerifyOptions
    private let log: FindingLog
    private let tokens: TokenCheck
    private(set) var shown: [ShownTime] = []
    /// Tokens that count, with what keeps them alive: the time until which their authority's certificate is valid.
    private var counted: [TimestampToken] = []

    private static var lateSeconds: Int64 { 3600 }

    init(
        _ bundle: OpenBundle<Source>, _ check: StatementCheck, _ derived: DerivationCheck?,
        isOfDerivation: Bool = false, options: VerifyOptions, log: FindingLog
    ) {
        self.bundle = bundle
        statement = check.statement
        derivation = derived?.derivation
        self.isOfDerivation = isOfDerivation
        part = isOfDerivation ? derived?.part ?? check.part : check.part
        self.options = options
        self.log = log
        tokens = TokenCheck(
            anchors: options.anchors.timestampRoots, intermediates: part.signature.others,
            revocation: part.signature.revocation, log: log)
    }

    private var signature: SignedData { part.signature }
    /// What the signature cannot be older than, and what that is.
    private var claimed: (time: Timestamp, words: String) {
        guard isOfDerivation, let derivation else { return (statement.window.ended, "the capture had ended") }
        return (derivation.made, "parts were withheld")
    }

    /// Checks all; gives the earliest time by which the signature existed, as far as an authority that counts tells it.
    mutating func run() throws -> Timestamp? {
        if try copiesAgree() {
            for (place, der) in signature.timestamps.enumerated() {
                try checkToken(der, at: part.names.timestamp(place + 1))
            }
        }
        if !isOfDerivation { try checkBracket() }
        try checkSidecars()
        let time = counted.map(\.info.time).min()
        guard !isOfDerivation else { return time }
        if time == nil {
            log.add(
                Finding(
                    "time.claimed-only", .caveat, .time,
                    "the times are those of the capturing machine's clock; no timestamp by an authority confirms them"
                ))
        }
        if options.requireTime, time == nil {
            log.add(
                Finding(
                    "time.required", .unanchored, .time,
                    "Nothing in this file has changed since it was sealed. When that was is not shown: no timestamp by an authority was checked, and you asked for one."
                ))
        }
        return time
    }

    /// Whether the tokens beside the signature are those inside; else none of them is looked at.
    private func copiesAgree() throws -> Bool {
        var copies: [[UInt8]] = []
        for name in bundle.entries.map(\.name) where name.hasPrefix(part.names.timestampPrefix) {
            if let bytes = try bundle.read(name, maximumBytes: TimestampToken.maximumBytes, log) {
                copies.append(bytes)
            }
        }
        if copies != signature.timestamps {
            log.fail(
                "time.token-differs", .malformed, .time, at: part.names.signature,
                "the timestamp tokens inside the signature are not those beside it")
            return false
        }
        return true
    }

    private mutating func checkToken(_ der: [UInt8], at place: String) throws {
        guard let (token, shown) = try tokens.check(der, over: signature.signatureValue, subject, at: place)
        else { return }
        self.shown.append(shown)
        guard shown.counts else { return }
        counted.append(token)
        let claimed = claimed
        if token.info.latest.seconds < claimed.time.seconds {
            log.fail(
                "time.token-early", .malformed, .time, at: place,
                "the timestamp over the signature tells \(token.info.time.text), before \(claimed.words) at \(claimed.time.text)"
            )
        }
        if token.info.earliest.seconds > claimed.time.seconds + Self.lateSeconds {
            log.add(
                Finding(
                    "time.token-late", .caveat, .time, at: place,
                    "the timestamp over the signature tells \(token.info.time.text), more than an hour after \(claimed.words): until then nobody else than its holder can say that the bundle existed"
                ))
        }
    }

    private var subject: ShownTime.Subject { isOfDerivation ? .derivation : .signature }

    /// The token that was had before the first connection (bundle format, section 7.3).
    private mutating func checkBracket() throws {
        let der = try bundle.read(BundlePath.bracket, maximumBytes: TimestampToken.maximumBytes, log)
        guard der.map({ SHA256Digest.of($0) }) == statement.bracket else {
            return log.fail(
                "time.bracket-differs", .malformed, .time, at: BundlePath.bracket,
                "this is not the token that the statement names")
        }
        let text = Bracket.imprinted(bundle: statement.bundle, packaging: statement.packaging)
        guard let der,
            let (token, shown) = try tokens.check(der, over: text, .bracket, at: BundlePath.bracket)
        else { return }
        self.shown.insert(shown, at: 0)
        let begun = statement.window.begun
        if shown.counts, token.info.earliest.seconds > begun.seconds {
            log.fail(
                "time.bracket-late", .malformed, .time, at: BundlePath.bracket,
                "the timestamp before the capture tells \(token.info.time.text), after the capture had begun at \(begun.text)"
            )
        }
    }

    /// Files beside the bundle (`docs/formats/sidecar.md`); what is wrong with one never makes the bundle another.
    private mutating func checkSidecars() throws {
        var earlier = signature.timestamps
        for (name, bytes) in options.sidecars {
            let sidecar: Sidecar
            do throws(StatementError) {
                sidecar = try Sidecar.parse(bytes)
            } catch {
                if !isOfDerivation { unusable(name, "it \(error)") }
                continue
            }
            // Beside a derived bundle there may be those of its original.
            let isForDerivation = sidecar.bundle == derivation?.bundle
            guard isForDerivation == isOfDerivation else { continue }
            guard isForDerivation || sidecar.bundle == statement.bundle,
                sidecar.signature == SHA256Digest.of(signature.signatureValue)
            else {
                unusable(name, "it belongs to another bundle")
                continue
            }
            let message: [UInt8]
            switch sidecar.kind {
            case .timestamp: message = signature.signatureValue
            case .renewal:
                guard sidecar.file == options.fileDigest else {
                    unusable(name, "it is over a file with another digest")
                    continue
                }
                message = Sidecar.renewed(file: sidecar.file, tokens: earlier)
            }
            try take(sidecar, over: message, name)
            earlier += sidecar.tokens
        }
        checkAge()
    }

    private mutating func take(_ sidecar: Sidecar, over message: [UInt8], _ name: String) throws {
        let own = FindingLog()
        let check = TokenCheck(
            anchors: options.anchors.timestampRoots,
            intermediates: signature.others + sidecar.certificates.compactMap { try? Certificate(der: $0) },
            revocation: Revocation.Material(
                lists: signature.revocation.lists + sidecar.lists,
                responses: signature.revocation.responses + sidecar.responses), log: own)
        for der in sidecar.tokens {
            let subject: ShownTime.Subject = sidecar.kind == .renewal ? .renewal : subject
            guard let (token, shown) = try check.check(der, over: message, subject, at: name) else {
                continue
            }
            self.shown.append(shown)
            guard shown.counts else { continue }
            counted.append(token)
        }
        for finding in own.findings {
            guard case .failure = finding.weight else {
                log.add(finding)
                continue
            }
            unusable(name, finding.text)
        }
    }

    private func unusable(_ name: String, _ why: String) {
        log.add(
            Finding(
                "time.sidecar-unusable", .caveat, .time, at: SafeText.escaped(name),
                "this file beside the bundle is not counted: \(why)"))
    }

    /// A token outlives its authority's certificate only if another was had over it before that ended.
    private func checkAge() {
        guard let now = options.now, !counted.isEmpty else { return }
        var alive = counted.map(\.signer.notAfter).min() ?? now
        for token in counted where token.info.time <= alive { alive = max(alive, token.signer.notAfter) }
        if alive < now {
            log.add(
                Finding(
                    "time.token-aged", .caveat, .time,
                    "the certificate of the timestamp authority ended at \(alive.text), and no later timestamp renews it: that its key was not misused since is for the authority to say"
                ))
        }
    }
}
