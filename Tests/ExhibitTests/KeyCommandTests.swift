import Bytes
import Foundation
import Hashing
import TestSupport
import Testing

/// `exhibit key`, `unlock` and `lock`, as an officer uses them.
struct KeyCommandTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test func aKeyOfAChosenKindIsMadeShownAndCertified() throws {
        let passphrase = try program.passphraseFile()
        let made = try program.run(
            "key", "new", "--kind", "p-384", "--name", "PC 1234 Jo Doe", "--force", "Example Police",
            "--passphrase-file", passphrase)
        #expect(made.status == 0, "\(made.errors)")
        let shown = try program.run("key", "show")
        #expect(shown.text.contains("P-384") && shown.text.contains("PC 1234 Jo Doe"))
        let request = try program.run("key", "csr", "-o", "request.pem", "--passphrase-file", passphrase)
        #expect(request.status == 0, "\(request.errors)")
        let root = try OpenSSLAuthority(
            "Force", from: .init(seconds: 1_700_000_000), to: .init(seconds: 2_500_000_000))
        let issued = try root.sign(
            program.home.read("request.pem"), from: .init(seconds: 1_700_000_000),
            to: .init(seconds: 2_500_000_000))
        try program.home.write(
            CertificatePEM.encode(issued) + CertificatePEM.encode(root.certificate), to: "issued.pem")
        let installed = try program.run("key", "certificate", "issued.pem")
        #expect(installed.status == 0 && installed.text.contains("Force"), "\(installed.errors)")
        try program.home.write(CertificatePEM.encode(root.certificate), to: "other.pem")
        let wrong = try program.run("key", "certificate", "other.pem")
        #expect(wrong.status == 65 && wrong.isOneClearLine, "\(wrong.errors)")
        let again = try program.run(
            "key", "new", "--name", "x", "--force", "y", "--passphrase-file", passphrase)
        #expect(again.status == 73 && again.isOneClearLine, "\(again.errors)")
    }

    @Test func whatIsSealedAfterACertificateWasInstalledVerifies() throws {
        try program.initialise(withVault: true)
        let passphrase = try program.passphraseFile()
        try program.home.write(Array("a".utf8), to: "a.txt")
        let root = try OpenSSLAuthority(
            "Force", from: .init(seconds: 1_700_000_000), to: .init(seconds: 2_500_000_000))
        #expect(try program.run("unlock", "--passphrase-file", passphrase).status == 0)
        defer { _ = try? program.run("lock") }
        try program.run("key", "csr", "-o", "request.pem", "--passphrase-file", passphrase)
        let issued = try root.sign(
            program.home.read("request.pem"), from: .init(seconds: 1_700_000_000),
            to: .init(seconds: 2_500_000_000))
        try program.home.write(
            CertificatePEM.encode(issued) + CertificatePEM.encode(root.certificate), to: "issued.pem")
        let installed = try program.run("key", "certificate", "issued.pem")
        #expect(installed.status == 0 && installed.errors.contains("exhibit unlock"), "\(installed.errors)")
        #expect(try program.run("import", "a.txt", "-o", "none.wacz").status == 64)
        let unlocked = try program.run("unlock", "--passphrase-file", passphrase)
        #expect(unlocked.status == 0, "\(unlocked.errors)")
        let imported = try program.run("import", "a.txt", "-o", "a.wacz")
        #expect(imported.status == 0, "\(imported.errors)")
        let verified = try program.run("verify", "a.wacz")
        #expect(verified.status == 0, "\(verified.text)")
        let log = try program.run("custody", "verify")
        #expect(log.status == 0, "\(log.text) \(log.errors)")
    }

    @Test func anUnlockedKeyServesABatchUntilItIsLocked() throws {
        try program.initialise()
        try FileManager.default.createDirectory(
            atPath: program.home.file("folder"), withIntermediateDirectories: true)
        try program.home.write(Array("a".utf8), to: "folder/a.txt")
        let wrong = try program.run(
            "unlock", "--passphrase-file", try program.passphraseFile("another one entirely"))
        #expect(wrong.status == 65 && wrong.isOneClearLine, "\(wrong.errors)")
        let unlocked = try program.run(
            "unlock", "--for", "5m", "--passphrase-file", try program.passphraseFile())
        #expect(
            unlocked.status == 0 && unlocked.text.hasPrefix("the key is unlocked until"), "\(unlocked.errors)"
        )
        for name in ["one", "two"] {
            let packed = try program.run("pack", "folder", "-o", "\(name).wacz")
            #expect(packed.status == 0, "\(packed.errors)")
        }
        #expect(try program.run("unlock", "--passphrase-file", try program.passphraseFile()).status == 73)
        #expect(try program.run("lock").text == "the key is locked\n")
        #expect(try program.run("pack", "folder", "-o", "three.wacz").status == 64)
        #expect(try program.run("lock").text == "the key was not unlocked\n")
        for time in ["0m", "13h", "x", "-1m", "99999999999999999999h"] {
            #expect(try program.run("unlock", "--for=\(time)", "--passphrase-file", "none").status == 64)
        }
    }
}
