import Bytes
import Foundation
import Hashing
import OfficerKeys
import Sealing
import Signing
import TestSupport
import Testing
import Tokens

/// Keys on a token: SoftHSM, which is a real PKCS#11 module.
@Suite(
    .serialized,
    .enabled(
        if: Tool.named("softhsm2-util") != nil && Tool.named("pkcs11-tool") != nil,
        "needs softhsm2 and opensc"))
struct TokenTests {
    private static let module = "/usr/lib/softhsm/libsofthsm2.so"
    private static let begin = Timestamp(seconds: 1_700_000_000)
    private static let end = Timestamp(seconds: 2_500_000_000)
    /// The module reads its configuration once in a process, so all tests share one folder of tokens.
    private static let home: TemporaryFolder? = {
        guard let folder = try? TemporaryFolder() else { return nil }
        try? FileManager.default.createDirectory(
            atPath: folder.file("tokens"), withIntermediateDirectories: true)
        _ = try? folder.write(
            Array("directories.tokendir = \(folder.file("tokens"))\nobjectstore.backend = file\n".utf8),
            to: "softhsm2.conf")
        unsafe setenv("SOFTHSM2_CONF", folder.file("softhsm2.conf"), 1)
        return folder
    }()

    private func run(_ name: String, _ arguments: [String]) throws {
        let outcome = try #require(Tool.named(name)).run(arguments)
        #expect(outcome.status == 0, "\(name): \(outcome.errors) \(outcome.text)")
    }

    /// A token with a key of a kind and the certificate of an authority for it.
    private func token(_ label: String, _ key: OpenSSLAuthority.Key, root: OpenSSLAuthority) throws
        -> Certificate
    {
        let home = try #require(Self.home)
        try run(
            "softhsm2-util",
            ["--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", "567890"])
        let person = try root.issue("PC \(label)", key: key, from: Self.begin, to: Self.end)
        let openssl = try #require(Tool.named("openssl"))
        let pkcs8 = try openssl.run(["pkcs8", "-topk8", "-nocrypt"], input: person.keyPEM)
        try home.write(pkcs8.output, to: "\(label).key")
        try home.write(person.certificate.der, to: "\(label).der")
        try run(
            "softhsm2-util",
            [
                "--import", home.file("\(label).key"), "--token", label, "--label", "signer", "--id", "01",
                "--pin", "567890",
            ])
        try run(
            "pkcs11-tool",
            [
                "--module", Self.module, "--token-label", label, "--login", "--pin", "567890",
                "--write-object",
                home.file("\(label).der"), "--type", "cert", "--id", "01", "--label", "signer",
            ])
        return person.certificate
    }

    /// One test, since the module looks for tokens once in a process.
    @Test func keysOnATokenSignAndWhatIsNotThereIsTold() throws {
        let root = try OpenSSLAuthority("Force", from: Self.begin, to: Self.end)
        let kinds: [(String, OpenSSLAuthority.Key)] = [("ec", .p256), ("ec384", .p384), ("rsa", .rsa(2048))]
        let certificates = try kinds.map { try token($0.0, $0.1, root: root) }
        for ((label, _), certificate) in zip(kinds, certificates) {
            let folder = try TemporaryFolder()
            let keys = KeyFolder(folder.file("keys"))
            _ = try keys.refer(
                to: .token(module: Self.module, label: label, certificate: "signer"), certificates: [])
            #expect(try keys.certificate() == certificate)
            #expect(throws: TokenError.wrongPIN) { try keys.open(Passphrase(Array("000000".utf8))) }
            let officer = try keys.open(Passphrase(Array("567890".utf8)))
            let content = Array(#"{"format":"exhibit-plan/1"}"#.utf8)
            for _ in 0..<8 {
                let signature = try SignedData.read(officer.sign(content, at: Self.begin))
                #expect(try signature.verifies(content))
                #expect(signature.signer == certificate)
            }
        }
        #expect(throws: TokenError.noModule("/nowhere.so")) {
            try TokenSigner.open(module: "/nowhere.so", token: "", certificate: "", pin: nil)
        }
        #expect(throws: TokenError.notFound(label: "none")) {
            try TokenSigner.open(module: Self.module, token: "none", certificate: "", pin: nil)
        }
    }
}
