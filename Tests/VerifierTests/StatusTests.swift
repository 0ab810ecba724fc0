import Bytes
import Evidence
import Hashing
import Sealing
import Signing
import TestSupport
import Testing
import VectorCases
import Verifier

/// The status and the first sentence, as functions of what is in a bundle and what the verifier was given (section 9).
@Suite struct StatusTests {
    private let maker: SmallBundle
    private let draft: BundleDraft

    init() throws {
        maker = try SmallBundle()
        draft = try Self.draft(maker)
    }

    private static func draft(_ maker: SmallBundle) throws -> BundleDraft {
        var draft = try BundleDraft(maker)
        try draft.add("urn:a", "a")
        draft.countRecords()
        return draft
    }

    private func verdict(_ draft: BundleDraft? = nil, _ change: (inout VerifyOptions) -> Void) throws
        -> Verdict
    {
        var options = VerifyOptions(anchors: TrustAnchors())
        change(&options)
        return try BundleVerifier.verify(bytes: (draft ?? self.draft).sealed(), options: options)
    }

    private func codes(_ verdict: Verdict) -> [String] { verdict.findings.map(\.code) }

    @Test func nothingTrustedCannotBeVerified() throws {
        let verdict = try verdict { _ in }
        #expect(verdict.status == .cannotBeVerified)
        #expect(verdict.headline.hasPrefix("Nothing in this file has changed since it was sealed with key "))
        #expect(verdict.subject.anchor == nil)
    }

    @Test func pinnedKeyOrCertificateIsIntactWithACaveatOnTime() throws {
        let certificate = maker.officer.certificate
        for pin in [\TrustAnchors.keys, \TrustAnchors.certificates] {
            let verdict = try verdict {
                $0.anchors[keyPath: pin] = [pin == \.keys ? certificate.keyDigest : certificate.digest]
            }
            #expect(verdict.status == .intact)
            #expect(codes(verdict).contains("time.claimed-only"))
        }
        let other = try verdict { $0.anchors.keys = [certificate.digest] }
        #expect(other.status == .cannotBeVerified, "a certificate's digest is no key's")
    }

    @Test func aSelfSignedCertificateAmongTheRootsIsAPin() throws {
        let verdict = try verdict { $0.anchors.roots = [maker.officer.certificate] }
        #expect(verdict.status == .intact)
    }

    @Test func requiredTimeThatIsNotThereCannotBeVerified() throws {
        let verdict = try verdict {
            $0.anchors.roots = [maker.officer.certificate]
            $0.requireTime = true
        }
        #expect(verdict.status == .cannotBeVerified)
        #expect(verdict.headline.contains("you asked for one"))
    }

    @Test func aPathToAnAuthorityNeedsATime() throws {
        let (officer, root) = try Self.officerOfAuthority(maker.begun)
        let draft = try Self.draft(SmallBundle(officer: officer))
        let withoutTime = try verdict(draft) { $0.anchors.roots = [root] }
        #expect(withoutTime.status == .cannotBeVerified)
        #expect(codes(withoutTime).contains("signer.time-unknown"))
        let withTime = try verdict(draft) {
            $0.anchors.roots = [root]
            $0.anchors.at = maker.begun
        }
        #expect(withTime.status == .intact)
        let tooLate = try verdict(draft) {
            $0.anchors.roots = [root]
            $0.anchors.at = Timestamp(seconds: maker.begun.seconds + 366 * 86400)
        }
        #expect(tooLate.status == .cannotBeVerified)
        #expect(codes(tooLate).contains("signer.not-anchored"))
        let leafAsRoot = try verdict(draft) { $0.anchors.roots = [officer.certificate] }
        #expect(leafAsRoot.status == .cannotBeVerified, "a certificate that another signed is no authority")
        let anotherRoot = try verdict(draft) {
            $0.anchors.roots = [maker.officer.certificate]
            $0.anchors.at = maker.begun
        }
        #expect(anotherRoot.status == .cannotBeVerified)
    }

    @Test func aWebServersCertificateVouchesForNobody() throws {
        let (server, root) = try Self.officerOfAuthority(maker.begun, use: .server(hosts: ["example.org"]))
        let verdict = try verdict(Self.draft(SmallBundle(officer: server))) {
            $0.anchors.roots = [root]
            $0.anchors.at = maker.begun
        }
        #expect(verdict.status == .cannotBeVerified)
        #expect(verdict.findings.contains { $0.text.contains("not for signing documents") })
    }

    /// An officer whose certificate an authority has signed, and the authority.
    static func officerOfAuthority(
        _ begun: Timestamp, use: CertificateIssue.Use = .officer
    ) throws -> (OfficerIdentity, Certificate) {
        let rootKey = try SigningKey.generateP256()
        let root = try CertificateIssue.make(
            .authority, key: rootKey, commonName: "Example Police Root", from: begun, days: 3650)
        let key = try SigningKey.generateP256()
        let certificate = try CertificateIssue.make(
            use, key: key, commonName: "PC 1234 Jo Doe", organization: "Example Police", from: begun,
            days: 365, issuer: (root, rootKey))
        return (OfficerIdentity(key: key, certificate: certificate), root)
    }

    @Test(arguments: ["exhibit-statement/2", "exhibit-statement/1"])
    func aNewerVersionCannotBeVerified(format: String) throws {
        var draft = draft
        draft.editStatement = { bytes in
            var text = String(decoding: bytes, as: UTF8.self).replacing("exhibit-statement/1", with: format)
            if format.hasSuffix("1") {
                text = text.replacing(#""critical":[]"#, with: #""critical":["proofs"]"#)
            }
            bytes = Array(text.utf8)
        }
        // A newer version may have files that this one does not know.
        draft.editFiles = { $0.files.insert(("evidence/newer.json", Array("{}".utf8)), at: 0) }
        let anchored = try verdict(draft) { $0.anchors.roots = [maker.officer.certificate] }
        #expect(anchored.status == .cannotBeVerified)
        #expect(anchored.headline == "Made by a newer version of the program; this one cannot check it.")
        let unanchored = try verdict(draft) { _ in }
        #expect(unanchored.status == .cannotBeVerified)
        #expect(
            unanchored.headline == "Made by a newer version of the program, or forged; nothing was checked.")
    }

    @Test func aNewerVersionWithoutAValidSignatureIsNotAsSealed() throws {
        var parts = try draft.parts()
        let statement = try #require(parts[BundlePath.statement])
        parts[BundlePath.statement] = Array(
            String(decoding: statement, as: UTF8.self).replacing(
                "exhibit-statement/1", with: "exhibit-statement/2"
            )
            .utf8)
        var options = VerifyOptions(anchors: TrustAnchors())
        options.anchors.roots = [maker.officer.certificate]
        #expect(try BundleVerifier.verify(bytes: parts.container, options: options).status == .notAsSealed)
    }

    @Test func aPlanOfANewerVersionCannotBeVerified() throws {
        var draft = draft
        let plan = String(decoding: draft.plan.serialized, as: UTF8.self)
        try draft.setFirstRecords(
            plan: Array(plan.replacing("exhibit-plan/1", with: "exhibit-plan/2").utf8))
        draft.countRecords()
        let verdict = try verdict(draft) { $0.anchors.roots = [maker.officer.certificate] }
        #expect(verdict.status == .cannotBeVerified, "\(verdict.findings)")
    }

    @Test func anEndAheadOfTheVerifiersClockIsACaveat() throws {
        let verdict = try verdict {
            $0.anchors.roots = [maker.officer.certificate]
            $0.now = maker.begun
        }
        #expect(verdict.status == .intact)
        #expect(codes(verdict).contains("time.ahead"))
    }

    @Test func anUnknownFileUnderItsPrefixIsToldAndBound() throws {
        var draft = draft
        draft.files["evidence/ext-tool-file.bin"] = [1, 2, 3]
        let verdict = try verdict(draft) { $0.anchors.roots = [maker.officer.certificate] }
        #expect(verdict.status == .intact)
        #expect(codes(verdict).contains("container.extension"))
    }

    @Test func maskedSecretsAreTold() throws {
        var draft = draft
        let place = try draft.addExchange("https://example.org/")
        draft.records[place].block = Array(
            "GET / HTTP/1.1\r\nCookie: ****************\r\n\r\n".utf8)
        draft.records[place].refreshDigests()
        draft.records[place]["WARC-Exhibit-Masked"] = "24+16 cookie"
        draft.countRecords()
        let verdict = try verdict(draft) { $0.anchors.roots = [maker.officer.certificate] }
        #expect(verdict.status == .intact, "\(verdict.findings)")
        #expect(codes(verdict).contains("records.masks"))
    }

    @Test func withoutItsEvidenceItIsStillOurs() throws {
        var parts = try draft.parts()
        parts.files.removeAll { $0.name.hasPrefix("evidence/") }
        let options = VerifyOptions(anchors: TrustAnchors())
        #expect(try BundleVerifier.verify(bytes: parts.container, options: options).status == .notAsSealed)
        parts.files.removeAll { $0.name.hasPrefix("datapackage") }
        #expect(try BundleVerifier.verify(bytes: parts.container, options: options).status == .notAsSealed)
    }

    @Test(arguments: ["", "PK\u{5}\u{6}" + String(repeating: "\0", count: 18), "%PDF-1.7", "<html>"])
    func anotherFileIsForeign(text: String) throws {
        let verdict = try BundleVerifier.verify(
            bytes: Array(text.utf8), options: VerifyOptions(anchors: TrustAnchors()))
        // An empty file may be the beginning of a copy; all else is something of its own.
        #expect(verdict.status == (text.isEmpty ? .notAsSealed : .cannotBeVerified), "\(verdict.headline)")
    }

    @Test func theWorstOfSeveralFilesCounts() {
        #expect(Verdict.worst([.intact, .intact]) == .intact)
        #expect(Verdict.worst([.intact, .cannotBeVerified]) == .cannotBeVerified)
        #expect(Verdict.worst([.cannotBeVerified, .notAsSealed, .intact]) == .notAsSealed)
    }

    @Test func aRecoveredBundleIsIntactWithCaveats() throws {
        let verdict = try verdict(RecoveredDraft.make(draft)) {
            $0.anchors.roots = [maker.officer.certificate]
        }
        #expect(verdict.status == .intact, "\(verdict.findings)")
        #expect(codes(verdict).contains("recovered"))
        #expect(codes(verdict).contains("recovered-unjournalled"))
    }

    @Test(arguments: RecoveredDraft.Breach.allCases)
    func aRecoveredBundleThatContradictsItselfIsFound(_ breach: RecoveredDraft.Breach) throws {
        let verdict = try verdict(RecoveredDraft.make(draft, breach)) {
            $0.anchors.roots = [maker.officer.certificate]
        }
        #expect(verdict.status == .notAsSealed)
    }
}
