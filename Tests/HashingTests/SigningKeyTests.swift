import Hashing
import Signing
import TestSupport
import Testing

@Suite struct SigningKeyTests {
    @Test func opensWithItsPassphraseAlone() throws {
        let key = try SigningKey.generateP256()
        let pem = try key.encryptedPEM(with: Passphrase(Array("correct horse".utf8)))
        let opened = try SigningKey.opening(pem, with: Passphrase(Array("correct horse".utf8)))
        #expect(try opened.publicKey() == key.publicKey())
        #expect(throws: KeyError.wrongPassphrase) {
            try SigningKey.opening(pem, with: Passphrase(Array("battery staple".utf8)))
        }
        #expect(throws: KeyError.notAKey) { try SigningKey.opening([1, 2, 3], with: Passphrase([1])) }
    }

    @Test func signaturesAreCanonicalAndOpenSSLReadsTheKey() throws {
        let key = try SigningKey.generateP256()
        let message = Array("exhibit-journal/1\n".utf8)
        let publicKey = try PublicKey(spki: key.publicKey().spki)
        for _ in 0..<64 {
            let signature = try key.sign(message)
            #expect(try publicKey.verifies(signature, of: message))
            #expect(try publicKey.verifies(signature, of: message + [0]) == false)
        }
        let folder = try TemporaryFolder()
        try folder.write(key.encryptedPEM(with: Passphrase(Array("secret words".utf8))), to: "key.pem")
        let openssl = try #require(Tool.named("openssl"))
        let read = try openssl.run(
            "pkey", "-in", folder.file("key.pem"), "-passin", "pass:secret words", "-noout")
        #expect(read.status == 0, "\(read.errors)")
    }

    @Test func digestIsThatOfTheStandard() {
        // FIPS 180-4 example: SHA-256 of "abc".
        #expect(
            SHA256Digest.of(Array("abc".utf8)).text
                == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
