import Bytes
import Evidence
import Hashing
import TestSupport
import Testing
import Verifier

/// Valid signatures that rest on too little.
struct WeakKeyTests {
    private static let begin = Timestamp(seconds: 1_700_000_000)
    private static let end = Timestamp(seconds: 2_500_000_000)

    /// A bundle whose signature the `openssl` program made with these options over the statement.
    private func verdict(_ key: OpenSSLAuthority.Key, _ options: [String]) throws -> Verdict {
        let root = try OpenSSLAuthority("Force", from: Self.begin, to: Self.end)
        let person = try root.issue("PC 1", key: key, from: Self.begin, to: Self.end)
        let openssl = try #require(Tool.named("openssl"))
        let folder = try TemporaryFolder()
        try folder.write(CertificatePEM.encode(person.certificate), to: "leaf.pem")
        try folder.write(person.keyPEM, to: "leaf.key")
        var draft = try BundleDraft(SmallBundle())
        draft.signerDigest = person.certificate.digest
        try draft.add("urn:note", "a note")
        draft.countRecords()
        draft.editFiles = { parts in
            guard let statement = parts[BundlePath.statement] else { return }
            _ = try? folder.write(statement, to: "statement.json")
            let made = try? openssl.run(
                [
                    "cms", "-sign", "-binary", "-nosmimecap", "-cades", "-in", "statement.json", "-signer",
                    "leaf.pem",
                    "-inkey", "leaf.key", "-outform", "DER", "-out", "statement.p7s",
                ] + options, folder: folder.path)
            #expect(made?.status == 0, "\(made?.errors ?? "")")
            let der = (try? folder.read("statement.p7s")) ?? []
            parts[BundlePath.signature] = der
            // The signature value is the last OCTET STRING of the structure.
            if let value = try? SignedData.read(der).signatureValue {
                parts[BundlePath.signatureValue] = value
            }
        }
        var anchors = TrustAnchors()
        anchors.roots = [root.certificate]
        anchors.certificates = [person.certificate.digest]
        return try BundleVerifier.verify(bytes: draft.sealed(), options: VerifyOptions(anchors: anchors))
    }

    private func codes(_ verdict: Verdict) -> [String] {
        verdict.findings.filter { $0.weight == .unanchored }.map(\.code)
    }

    @Test func aShortKeyCannotBeReliedOn() throws {
        let verdict = try verdict(.rsa(1024), ["-md", "sha256"])
        #expect(codes(verdict) == ["signer.weak-key"])
    }

    @Test func anOldDigestCannotBeReliedOn() throws {
        let verdict = try verdict(.rsa(2048), ["-md", "sha1"])
        #expect(verdict.status == .cannotBeVerified, "\(verdict.findings)")
        #expect(codes(verdict) == ["signer.weak-digest"])
    }

    @Test func aGoodOneOfTheSameProgramIsRead() throws {
        let verdict = try verdict(.rsa(2048), ["-md", "sha256"])
        #expect(codes(verdict) == [])
    }
}
