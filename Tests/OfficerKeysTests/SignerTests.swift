import Bytes
import Evidence
import Foundation
import Hashing
import OfficerKeys
import Sealing
import Signing
import TestSupport
import Testing
import Tokens
import Verifier

/// Every kind of key signs a bundle that our verifier and the `openssl` program accept.
struct SignerTests {
    private static let begin = Timestamp(seconds: 1_700_000_000)
    private static let end = Timestamp(seconds: 2_500_000_000)
    private let folder: TemporaryFolder
    private let root: OpenSSLAuthority

    init() throws {
        folder = try TemporaryFolder()
        root = try OpenSSLAuthority("Force", from: Self.begin, to: Self.end)
    }

    /// Signs a bundle, and has it checked by both.
    private func check(_ officer: OfficerIdentity) throws {
        let maker = SmallBundle(officer: officer)
        let path = folder.file("\(officer.certificate.digest.hex).wacz")
        try maker.seal(at: path, resources: [("urn:note", "text/plain", Array("a note".utf8))])
        var anchors = TrustAnchors()
        anchors.roots = [root.certificate]
        anchors.at = maker.clock.now()
        let verdict = try BundleVerifier.verify(path: path, options: VerifyOptions(anchors: anchors))
        #expect(verdict.status == .intact, "\(verdict.findings)")
        let unzip = try #require(Tool.named("unzip"))
        let openssl = try #require(Tool.named("openssl"))
        let out = try TemporaryFolder()
        #expect(try unzip.run(["-q", path], folder: out.path).status == 0)
        try out.write(CertificatePEM.encode(root.certificate), to: "root.pem")
        let outcome = try openssl.run(
            [
                "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "evidence/statement.p7s",
                "-content",
                "evidence/statement.json", "-CAfile", "root.pem", "-out", "/dev/null",
            ], folder: out.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("CAdES Verification successful"))
    }

    @Test(arguments: [OpenSSLAuthority.Key.p256, .p384, .rsa(2048), .rsa(3072), .rsa(4096)])
    func aKeyInAFileSigns(_ key: OpenSSLAuthority.Key) throws {
        try check(root.issue("PC 1", key: key, from: Self.begin, to: Self.end).officer())
    }

    @Test func aChainGoesIntoTheSignature() throws {
        let middle = try OpenSSLAuthority("Division", issuer: root, from: Self.begin, to: Self.end)
        let person = try middle.issue("PC 1", from: Self.begin, to: Self.end)
        try check(person.officer(chain: [middle.certificate]))
    }

    @Test func pkcs12IsOpenedWithItsChain() throws {
        let middle = try OpenSSLAuthority("Division", issuer: root, from: Self.begin, to: Self.end)
        let openssl = try #require(Tool.named("openssl"))
        for key in [OpenSSLAuthority.Key.p256, .rsa(2048)] {
            let person = try middle.issue("PC 1", key: key, from: Self.begin, to: Self.end)
            try folder.write(CertificatePEM.encode(person.certificate), to: "leaf.pem")
            try folder.write(person.keyPEM, to: "leaf.key")
            try folder.write(CertificatePEM.encode(middle.certificate), to: "chain.pem")
            let made = try openssl.run(
                [
                    "pkcs12", "-export", "-in", "leaf.pem", "-inkey", "leaf.key", "-certfile", "chain.pem",
                    "-passout",
                    "pass:test only", "-out", "key.p12",
                ], folder: folder.path)
            #expect(made.status == 0, "\(made.errors)")
            let file = try folder.read("key.p12")
            let home = KeyFolder(folder.file("keys-\(person.certificate.digest.hex.prefix(8))"))
            #expect(throws: KeyError.wrongPassphrase) {
                try home.importKey(file, Passphrase(Array("another one".utf8)))
            }
            #expect(throws: KeyError.notAKey) { try home.importKey([1, 2, 3], Passphrase(Array("x".utf8))) }
            _ = try home.importKey(file, Passphrase(Array("test only".utf8)))
            let opened = try home.open(Passphrase(Array("test only".utf8)))
            #expect(opened.chain == [middle.certificate])
            try check(opened)
            #expect(throws: KeyFolderError.self) {
                try home.importKey(file, Passphrase(Array("test only".utf8)))
            }
        }
    }

    @Test func weakKeysAreNotTaken() throws {
        let weak = try root.issue("PC 1", key: .rsa(1024), from: Self.begin, to: Self.end)
        #expect(throws: KeyError.notAKey) { try weak.officer() }
        #expect(KeyKind(spki: weak.certificate.spki) == nil)
    }

    @Test func aProgramGetsADigestAndNothingElse() throws {
        let person = try root.issue("PC 1", from: Self.begin, to: Self.end)
        try folder.write(person.keyPEM, to: "key.pem")
        let script = """
            #!/bin/sh
            read -r line
            echo "$line" >> \(folder.file("seen"))
            printf %s "${line#sha256:}" | python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' |
                openssl pkeyutl -sign -inkey \(folder.file("key.pem")) -pkeyopt digest:sha256 | base64 -w0
            """
        let program = try folder.write(Array(script.utf8), to: "signer")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
        let home = KeyFolder(folder.file("keys"))
        _ = try home.refer(to: .command(program: program), certificates: [person.certificate])
        try check(home.open(Passphrase([])))
        let seen = String(decoding: try folder.read("seen"), as: UTF8.self).split(separator: "\n")
        #expect(seen.count == 2)
        #expect(seen.allSatisfy { $0.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil })

        for (words, body) in [
            ("ended with status 3", "exit 3"), ("no signature in base 64", "echo '!!'"),
            ("no signature in base 64", "head -c 100000 /dev/zero"),
        ] {
            try folder.write(Array("#!/bin/sh\n\(body)\n".utf8), to: "signer")
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
            do {
                _ = try CommandSigner(program: program, spki: person.certificate.spki).sign(
                    SHA256Digest.of([]))
                Issue.record("signed")
            } catch {
                #expect("\(error)".contains(words))
            }
        }
        // What is base 64, and no signature of this key.
        try folder.write(Array("#!/bin/sh\necho AAAA\n".utf8), to: "signer")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
        let officer = try home.open(Passphrase([]))
        #expect(throws: CMSError.self) {
            try officer.sign(Array(#"{"format":"exhibit-plan/1"}"#.utf8), at: Self.begin)
        }
    }

    @Test func anythingButAContentOfTheFormatIsNotSigned() throws {
        let officer = try root.issue("PC 1", from: Self.begin, to: Self.end).officer()
        for text in [
            "", "hello", "{}", #"{"format":"other/1"}"#, #"{"a":1,"format":"exhibit-plan/1"}"#,
            #"["exhibit-plan/1"]"#,
        ] {
            #expect(throws: SealingError.notSignable) { try officer.sign(Array(text.utf8), at: Self.begin) }
        }
    }

    /// Signs with a certificate of its own, whatever the identity says.
    private struct OtherSigner: StatementSigner {
        let officer: OfficerIdentity

        func signature(over content: [UInt8], at time: Timestamp) throws -> [UInt8] {
            try officer.sign(content, at: time)
        }
    }

    @Test func aSignatureByAnotherCertificateOfTheSameKeyIsAnError() throws {
        let key = try SigningKey.generateP256()
        let certificates = try ["PC 1234 Jo Doe", "PC 1234 Jo Roe"].map {
            try CertificateIssue.make(
                .officer, key: key, commonName: $0, organization: "Example Police", from: Self.begin, days: 1)
        }
        let signer = OtherSigner(officer: OfficerIdentity(key: key, certificate: certificates[0]))
        let content = Array(#"{"format":"exhibit-plan/1"}"#.utf8)
        #expect(throws: SealingError.signedByAnother) {
            try OfficerIdentity(signer: signer, certificate: certificates[1]).sign(content, at: Self.begin)
        }
        _ = try OfficerIdentity(signer: signer, certificate: certificates[0]).sign(content, at: Self.begin)
    }

    @Test func aCertificateOfTheFirstVersionSigns() throws {
        let home = KeyFolder(folder.file("keys"))
        let secret = Passphrase(Array("correct horse battery".utf8))
        let made = try home.create(
            name: "PC 1234 Jo Doe", organization: "Example Police", passphrase: secret, at: Self.begin)
        let request = try CertificateRequest.make(
            commonName: "PC 1234 Jo Doe", organization: "Example Police", by: home.digestSigner(secret))
        try folder.write(CertificateRequest.pem(request), to: "request.pem")
        let openssl = try #require(Tool.named("openssl"))
        try openssl.run(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Force", "-keyout",
            folder.file("ca.key"), "-out", folder.file("ca.pem"))
        // Without extensions this makes X.509 version 1.
        try openssl.run(
            "x509", "-req", "-in", folder.file("request.pem"), "-CA", folder.file("ca.pem"), "-CAkey",
            folder.file("ca.key"), "-CAcreateserial", "-out", folder.file("issued.pem"))
        let issued = try CertificatePEM.decode(folder.read("issued.pem"))
        try home.install(issued)
        let officer = try home.open(secret)
        #expect(officer.certificate == issued.first && officer.certificate != made.certificate)
        let content = Array(#"{"format":"exhibit-plan/1"}"#.utf8)
        let signature = try SignedData.read(officer.sign(content, at: Self.begin))
        #expect(try signature.verifies(content) && signature.signer == officer.certificate)
    }

    @Test func anAuthoritysCertificateIsInstalled() throws {
        let home = KeyFolder(folder.file("keys"))
        let secret = Passphrase(Array("correct horse battery".utf8))
        for kind in [KeyKind.p384] {
            let made = try home.create(
                kind, name: "PC 1234 Jo Doe", organization: "Example Police", passphrase: secret,
                at: Self.begin)
            let request = try CertificateRequest.make(
                commonName: "PC 1234 Jo Doe", organization: "Example Police", by: home.digestSigner(secret))
            let openssl = try #require(Tool.named("openssl"))
            try folder.write(CertificateRequest.pem(request), to: "request.pem")
            let read = try openssl.run([
                "req", "-verify", "-noout", "-subject", "-in", folder.file("request.pem"),
            ])
            #expect(read.status == 0, "\(read.errors)")
            #expect(read.text.contains("PC 1234 Jo Doe"))
            let issued = try root.sign(CertificateRequest.pem(request), from: Self.begin, to: Self.end)
            let stranger = try root.issue("PC 2", from: Self.begin, to: Self.end).certificate
            #expect(throws: KeyFolderError.self) { try home.install([stranger]) }
            try home.install([issued, root.certificate])
            let opened = try home.open(secret)
            #expect(opened.certificate == issued)
            try check(opened)
            let kept = "keys/officer-\(made.certificate.digest.hex.prefix(16)).pem"
            #expect(try CertificatePEM.decode(folder.read(kept)) == [made.certificate])
        }
    }
}
