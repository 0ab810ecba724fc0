import Bytes
public import CustodyCheck
import CustodyEvents
import Evidence
import Files
public import Hashing
import Storage
import TransparencyLogs
public import Verifier

/// Checks a handover in a folder: that it is the one that was signed, whole and nothing besides, and each bundle in it.
public struct HandoverCheck {
    /// What a check gave.
    public struct Outcome: Sendable {
        /// On the bag itself.
        public let verdict: Verdict
        /// Nil when it could not be read.
        public let statement: HandoverStatement?
        /// Of `handover.json`.
        public let digest: SHA256Digest?
        public let signer: Certificate?
        /// How the signer is tied to what the verifier trusts.
        public let anchor: String?
        /// On each bundle, and on each transcript.
        public let inside: [(path: String, verdict: Verdict)]

        /// The worst of all.
        public var status: Verdict.Status { Verdict.worst([verdict.status] + inside.map(\.verdict.status)) }
    }

    private let folder: String
    private let options: VerifyOptions
    private let custody: CustodyTrust
    private let page: KnownPage?
    private var findings: [Finding]
    private let names: BagNames

    private static var words: Verdict.Words {
        var words = Verdict.Words()
        words.intact = "Nothing in this handover has changed since it was signed."
        words.altered = "This handover was changed or damaged after it was signed."
        words.damaged = "This handover is incomplete: a part of it is missing."
        words.malformed =
            "This handover does not have the form that the format asks for: it was changed, or made by a program that does not follow the format."
        return words
    }

    /// The outcome; nil when the folder is no handover of this program.
    ///
    /// That a handover is not as signed is a verdict, never an error. Throws `FileError` when it cannot be read.
    public static func run(
        _ folder: String, options: VerifyOptions, custody: CustodyTrust = CustodyTrust(),
        page: KnownPage? = nil
    ) throws -> Outcome? {
        var check = HandoverCheck(
            folder: folder, options: options, custody: custody, page: page, findings: [],
            names: try BagNames(in: folder))
        guard check.isOurs() else { return nil }
        return try check.run()
    }

    /// Taking the statement away makes no other maker's bag of it.
    private func isOurs() -> Bool {
        if names.paths.contains(BagText.statement) || names.paths.contains(BagText.signature) { return true }
        let path = folder + "/" + BagText.informationName
        let information = (try? OpenFile.readingNoLink(path).read(at: 0, count: 1 << 20)) ?? []
        return String(decoding: information, as: UTF8.self).contains("Bag-Software-Agent: exhibit\n")
    }

    private mutating func run() throws -> Outcome {
        findings += names.findings
        for name in [BagText.statement, BagText.signature] where !names.paths.contains(name) {
            fail(
                "handover.missing", .malformed, .statement, name, "it is missing: without it nothing is bound"
            )
        }
        guard names.paths.isSuperset(of: [BagText.statement, BagText.signature]) else { return conclude() }
        guard let text = try read(BagText.statement, maximumBytes: 16 << 20),
            let signed = try read(BagText.signature, maximumBytes: SignedData.maximumBytes)
        else { return conclude() }
        let (statement, signature): (HandoverStatement, SignedData)
        do throws(SignedFormError) {
            (statement, signature) = try HandoverStatement.verified(text, signed)
        } catch {
            add(error)
            return conclude()
        }
        let lines = try checkPayload(statement)
        try checkTags(statement, text, signed, lines)
        let standing = try SignerStanding(
            of: signature, signedAt: statement.time, to: options.anchors, what: "handover")
        findings += standing.findings
        var trust = custody
        if trust.logs.isEmpty, standing.anchor != nil, let key = statement.log?.key {
            trust.logs = [NoteVerifierKey(key)].compactMap { $0 }
            findings.append(
                Finding(
                    "handover.log", .caveat, .custody,
                    "that the transcripts are of the force's own log \(SafeText.escaped(key, limit: 200)) is the giver's word: compare that key with what their force told you, and give it with --log"
                ))
        }
        checkPage(statement)
        var inside: [(String, Verdict)] = []
        for bundle in statement.bundles where names.paths.contains(bundle.path) {
            let verdict = try verify(bundle)
            inside.append((bundle.path, verdict))
            if let path = bundle.transcript, names.paths.contains(path) {
                inside.append((path, try transcript(path, of: bundle, verdict, statement, trust)))
            }
        }
        return conclude(
            statement, SHA256Digest.of(text), signature.signer, standing.anchor, inside)
    }

    /// Whoever opens a page from a handover runs it: so one that is not known is told of.
    private mutating func checkPage(_ statement: HandoverStatement) {
        guard let page, let file = statement.files.first(where: { $0.path == page.path }),
            file.digest != page.digest
        else { return }
        findings.append(
            Finding(
                "handover.page", .caveat, .container, at: page.path,
                "it is not the page that this version of the program makes, \(page.digest.text): open it only if you know from elsewhere what its digest must be"
            ))
    }

    private mutating func add(_ error: SignedFormError) {
        switch error {
        case .newerVersion:
            findings.append(
                Finding(
                    "handover.version", .unsupported, .statement,
                    "This handover \(error), and nothing was checked."))
        case .form:
            fail("handover.form", .malformed, .statement, BagText.statement, "\(error)")
        case .signature, .signatureInvalid, .anotherSigner:
            fail("handover.signature", .altered, .statement, BagText.statement, "\(error)")
        }
    }

    /// Every file of the payload once, with both digests; in their order.
    private mutating func checkPayload(_ statement: HandoverStatement) throws -> [BagText.Line] {
        let expected = Set(statement.files.map(\.path)).union(BagText.names)
        for path in names.paths.subtracting(expected).sorted() {
            fail("handover.surplus", .malformed, .completeness, path, "the file is not in what was signed")
        }
        var lines: [BagText.Line] = []
        for file in statement.files {
            guard names.paths.contains(file.path) else {
                fail("handover.missing", .damaged, .completeness, file.path, "the file is missing")
                continue
            }
            let (line, bytes) = try digests(file.path)
            lines.append(line)
            if bytes < file.bytes {
                fail(
                    "handover.digest", .altered, .completeness, file.path,
                    "the file has \(bytes) of \(file.bytes) bytes: it was cut, as when a copy breaks")
            } else if bytes != file.bytes || line.sha256 != file.digest {
                fail(
                    "handover.digest", .altered, .completeness, file.path,
                    "the file is not the one that was signed: its digest is another")
            }
        }
        return lines
    }

    private func digests(_ path: String) throws -> (BagText.Line, Int) {
        let file = try OpenFile.readingNoLink(folder + "/" + path)
        var digests = try PayloadDigests()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var place = 0
        while true {
            let got = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0, at: place) }
            if got == 0 { return (try digests.line(for: path), place) }
            try unsafe buffer.withUnsafeBytes {
                try unsafe digests.update(UnsafeRawBufferPointer(rebasing: $0[..<got]))
            }
            place += got
        }
    }

    /// The tag files are those that statement and payload give, byte for byte. Where a file of the payload is not as signed, which is
    /// told already, the manifests cannot be written anew, and are left.
    private mutating func checkTags(
        _ statement: HandoverStatement, _ text: [UInt8], _ signature: [UInt8], _ lines: [BagText.Line]
    ) throws {
        let isWhole = lines.map(\.sha256) == statement.files.map(\.digest)
        for file in try BagText.files(statement, text: text, signature: signature, payload: lines)
        where isWhole || !file.name.contains("manifest-") {
            guard names.paths.contains(file.name) else {
                fail("handover.missing", .malformed, .container, file.name, "the file is missing")
                continue
            }
            guard try size(file.name) == file.bytes.count,
                try read(file.name, maximumBytes: file.bytes.count) == file.bytes
            else {
                let kind: Finding.Kind = file.name == BagText.declarationName ? .malformed : .altered
                fail(
                    "handover.tag-file", kind, .container, file.name,
                    "it is not what follows from the signed statement and the files")
                continue
            }
        }
    }

    private mutating func transcript(
        _ path: String, of bundle: HandoverStatement.Bundle, _ verdict: Verdict,
        _ statement: HandoverStatement, _ trust: CustodyTrust
    ) throws -> Verdict {
        let bytes = try read(path, maximumBytes: TranscriptVerifier.maximumBytes) ?? []
        let parsed = TranscriptVerifier.parse(bytes)
        if case .success(let transcript) = parsed,
            transcript.bundle != bundle.bundle || transcript.log.text != statement.log?.key
        {
            fail(
                "handover.transcript", .altered, .custody, path,
                "it is the transcript of another bundle or another log")
        }
        return try TranscriptVerifier.verify(
            parsed, options: options, trust: trust,
            bundles: [KnownBundle(verdict.subject, digest: bundle.digest)].compactMap(\.self))
    }

    private mutating func verify(_ bundle: HandoverStatement.Bundle) throws -> Verdict {
        var options = options
        options.fileDigest = bundle.digest
        options.sidecars = try bundle.sidecars.filter { names.paths.contains($0) }.compactMap { path in
            try read(path, maximumBytes: Sidecar.maximumBytes).map { (Folder.name(of: path), $0) }
        }
        let path = folder + "/" + bundle.path
        let verdict = try BundleVerifier.verify(path: path, options: options)
        if let id = verdict.subject.bundle, verdict.status != .notAsSealed, id != bundle.bundle.urn {
            fail(
                "handover.bundle-id", .altered, .statement, bundle.path,
                "it is another bundle than the statement says")
        }
        return verdict
    }

    private func size(_ path: String) throws -> Int { try OpenFile.readingNoLink(folder + "/" + path).size() }

    /// A whole small file; nil for a larger one, which is a failure.
    private mutating func read(_ path: String, maximumBytes: Int) throws -> [UInt8]? {
        let file = try OpenFile.readingNoLink(folder + "/" + path)
        guard try file.size() <= maximumBytes else {
            fail(
                "handover.too-large", .malformed, .container, path,
                "the file is larger than the format allows")
            return nil
        }
        return try file.read(at: 0, count: maximumBytes)
    }

    private mutating func fail(
        _ code: String, _ kind: Finding.Kind, _ dimension: Dimension, _ place: String, _ text: String
    ) {
        guard findings.count(where: { $0.code == code }) < 50 else { return }
        findings.append(
            Finding(code, .failure(kind), dimension, at: SafeText.escaped(place, limit: 200), text))
    }

    private func conclude(
        _ statement: HandoverStatement? = nil, _ digest: SHA256Digest? = nil, _ signer: Certificate? = nil,
        _ anchor: String? = nil, _ inside: [(String, Verdict)] = []
    ) -> Outcome {
        Outcome(
            verdict: Verdict.decide(findings, subject: Verdict.Subject(), words: Self.words),
            statement: statement, digest: digest, signer: signer, anchor: anchor,
            inside: inside.map { (path: $0.0, verdict: $0.1) })
    }
}
