import Archive
import Bytes
import Evidence
import Foreign
import Handover
import Hashing
import Messages
import Reporting
import SealedParts
import Sealing
import Signing
import TestSupport
import Vault
import Verifier

/// The parsers that are fuzzed, each with a property that must hold whatever the input: `scripts/fuzz NAME SECONDS`.
public enum FuzzedParser: String, CaseIterable, Sendable {
    case container, gzip, warc, head, message, surt, json, cms, statement, derivation, lines, bundle
    case token, certificate, sidecar, handshake, foreign
    case posts, address, export, media, reports, preservation
    case envelope, parts, handover, receipt, facts
    case note, event, transcript

    /// What is wrong; nil when the property holds. A parser that traps ends the process.
    public func problem(with input: [UInt8]) -> String? {
        switch self {
        case .container: Self.container(input)
        case .gzip: GzipProperty.problem(with: input)
        case .warc: Self.warc(input)
        case .head: Self.head(input)
        case .message: MessageProperty.problem(with: input)
        case .surt: Self.surt(input)
        case .json: Self.json(input)
        case .cms: Self.cms(input)
        case .statement: Self.statement(input)
        case .derivation: Self.derivation(input)
        case .lines: Self.lines(input)
        case .bundle: BundleProperty.problem(with: input)
        case .token: Self.token(input)
        case .certificate: Self.certificate(input)
        case .sidecar: Self.sidecar(input)
        case .handshake: HandshakeProperty.problem(with: input)
        case .foreign: Self.foreign(input)
        case .posts: PostProperty.posts(input)
        case .address: PostProperty.address(input)
        case .export: PostProperty.export(input)
        case .media: PostProperty.media(input)
        case .reports: PostProperty.reports(input)
        case .preservation: Self.preservation(input)
        case .envelope: Self.envelope(input)
        case .parts: Self.signedForm(PartsList.self, input)
        case .handover: Self.signedForm(HandoverStatement.self, input)
        case .receipt: Self.signedForm(Receipt.self, input)
        case .facts: Self.facts(input)
        case .note: CustodyProperty.note(input)
        case .event: CustodyProperty.event(input)
        case .transcript: CustodyProperty.transcript(input)
        }
    }

    /// A signed list has one spelling, and no signature that it was not made for.
    private static func signedForm<Form: SignedForm>(_ type: Form.Type, _ input: [UInt8]) -> String? {
        _ = try? Form.verified(Array("{}".utf8), input)
        guard let form = try? Form.parse(input) else { return nil }
        return form.serialized == input ? nil : "the file is written differently"
    }

    /// What is written of facts is read as the same facts.
    private static func facts(_ input: [UInt8]) -> String? {
        guard let written = EncryptedFacts.rewritten(input) else { return nil }
        return EncryptedFacts.rewritten(written) == written ? nil : "what was written is read otherwise"
    }

    /// What was not encrypted to a key does not open with it.
    private static func envelope(_ input: [UInt8]) -> String? {
        for key in keys {
            do {
                let reader = try AuthenticatedEnvelope.Reader.begin(input, key: key)
                _ = consume reader
                return "it opens with a key that it was not encrypted to"
            } catch is AuthenticatedEnvelope.Failure {
                continue
            } catch {
                return "it fails otherwise: \(error)"
            }
        }
        return nil
    }

    private static let keys = [KeyKind.p256, .p384, .rsa(bits: 2048)].compactMap {
        try? SigningKey.generate($0)
    }

    /// Entries lie inside the file, one after the other.
    private static func container(_ input: [UInt8]) -> String? {
        guard let reader = try? ContainerReader(MemorySource(input)) else { return nil }
        var place = 0
        for entry in reader.entries {
            guard entry.headerOffset == place, entry.end <= input.count else { return "entries do not tile" }
            place = entry.end
        }
        return place == reader.directoryOffset ? nil : "there is a gap before the directory"
    }

    /// A header that is read is written the same.
    private static func warc(_ input: [UInt8]) -> String? {
        let parsed = unsafe input.withUnsafeBytes { try? unsafe WARCHeader.parse($0) }
        guard let (header, count) = parsed else { return nil }
        return header.serialized == Array(input.prefix(count)) ? nil : "the header is written differently"
    }

    /// The head is the same however large the pieces are in which it is looked for.
    private static func head(_ input: [UInt8]) -> String? {
        let whole = HTTPHead(input[...])
        let grown = unsafe input.withUnsafeBytes { unsafe HTTPHead($0) }
        _ = whole.mediaType
        if whole.bytes > input.count { return "the head is longer than the block" }
        return whole == grown ? nil : "the head depends on how it is read"
    }

    /// A line is one line, and its key no longer than percent-encoding makes it. The input is what a target URI may hold.
    private static func surt(_ input: [UInt8]) -> String? {
        let text = String(decoding: input.prefix(8192).filter { (0x21..<0x7F).contains($0) }, as: UTF8.self)
        let key = SURTKey.key(of: text)
        let line = CDXJLine(
            uri: text, fourteenDigits: "20261123143205", mime: nil, status: nil, digest: "sha256:", length: 1,
            offset: 0, filename: "data.warc.gz"
        ).serialized
        guard line.last == 0x0A, line.dropLast().allSatisfy({ $0 != 0x0A }) else {
            return "the line is not one line"
        }
        return key.utf8.count <= 16 + 3 * text.utf8.count ? nil : "the key is longer than it can be"
    }

    /// What is written of a value is read as the same value.
    private static func json(_ input: [UInt8]) -> String? {
        guard let value = try? JSONReader.parse(input) else { return nil }
        guard let again = try? JSONReader.parse(value.serialized()) else {
            return "what was written cannot be read"
        }
        return again == value ? nil : "what was written is another value"
    }

    /// A signature that is read is its own canonical form, and signs nothing that it was not made for.
    private static func cms(_ input: [UInt8]) -> String? {
        guard let signature = try? SignedData.read(input) else { return nil }
        if signature.der != input { return "the signature was read from other bytes" }
        return (try? signature.verifies(Array("not signed".utf8))) == true ? "it signs anything" : nil
    }

    /// Statement and plan have one spelling; the facts of a capture at least one.
    private static func statement(_ input: [UInt8]) -> String? {
        if let statement = try? CaptureStatement.parse(input), statement.serialized != input {
            return "the statement is written differently"
        }
        if let plan = try? CapturePlan.parse(input), plan.serialized != input {
            return "the plan is written differently"
        }
        if let facts = try? CaptureFacts.parse(input) {
            let again = try? CaptureFacts.parse(facts.serialized)
            if again?.serialized != facts.serialized { return "the facts are written differently" }
        }
        _ = SignedFormat.read(input, expecting: CaptureStatement.format)
        return nil
    }

    /// A derivation has one spelling, counts no more than there can be, and replaces nothing that is not withheld.
    private static func derivation(_ input: [UInt8]) -> String? {
        if let leaf = try? WithheldLine.parse(input[...]), WithheldLine.serialized(leaf) != input {
            return "the withheld line is written differently"
        }
        guard let derivation = try? Derivation.parse(input) else { return nil }
        if derivation.serialized != input { return "the derivation is written differently" }
        guard derivation.fileCount >= 0, derivation.withheldCount(.files) <= derivation.fileCount,
            derivation.withheldCount(.records) <= derivation.records.count
        else { return "more is withheld than there was: \(derivation.words)" }
        return derivation.new.allSatisfy { derivation.isWithheld($0.replaces) }
            ? nil : "it replaces what is left"
    }

    /// A token that is read is its own canonical form, and is over no bytes but those of its digest.
    private static func token(_ input: [UInt8]) -> String? {
        guard let token = try? TimestampToken.read(input) else { return nil }
        if token.der != input { return "the token was read from other bytes" }
        return (try? token.info.covers(Array("not stamped".utf8))) == true ? "it is over anything" : nil
    }

    /// A certificate is its own bytes; lists and responses tell nothing of a certificate that they do not name.
    private static func certificate(_ input: [UInt8]) -> String? {
        if let certificate = try? Certificate(der: input) {
            if certificate.der != input { return "the certificate was read from other bytes" }
            _ = try? certificate.dnsNames()
            _ = try? certificate.isFor(host: "example.org")
        }
        guard let subject = try? subject.get() else { return "no certificate could be made" }
        let material = Revocation.Material(lists: [input], responses: [input])
        let status = try? Revocation.status(of: [subject, subject], at: subject.notBefore, from: material)
        guard case .revoked? = status?.first else { return nil }
        return "it revokes a certificate whose authority did not sign it"
    }

    private static let subject = Result { try SmallBundle().officer.certificate }

    /// What is beside a bundle has one spelling.
    private static func sidecar(_ input: [UInt8]) -> String? {
        guard let sidecar = try? Sidecar.parse(input) else { return nil }
        return sidecar.serialized == input ? nil : "the file is written differently"
    }

    /// A file of another maker is never intact for who did not ask for such files.
    private static func foreign(_ input: [UInt8]) -> String? {
        let options = VerifyOptions(anchors: TrustAnchors())
        guard let verdict = try? ForeignVerifier.verify(bytes: input, isAccepted: false, options: options)
        else {
            return "bytes in memory could not be read"
        }
        return verdict.status == .intact ? "a foreign file is intact" : nil
    }

    /// A request is named by its id and by the digest of these very bytes, and by nothing else.
    private static func preservation(_ input: [UInt8]) -> String? {
        guard let reference = PreservationRequest.reference(input) else { return nil }
        return reference["digest"]?.string == SHA256Digest.of(input).text
            && reference["request"]?.string?.hasPrefix("urn:uuid:") == true
            ? nil : "the request is named by something else"
    }

    /// A line has one spelling.
    private static func lines(_ input: [UInt8]) -> String? {
        if let line = try? RecordLine.parse(input[...]), line.serialized != input {
            return "the record line is written differently"
        }
        if let line = try? FileLine.parse(input[...]), line.serialized != input {
            return "the file line is written differently"
        }
        return nil
    }
}
