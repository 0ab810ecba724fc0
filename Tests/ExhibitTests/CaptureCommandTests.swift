import Bytes
import Demo
import Foundation
import TestSupport
import Testing

/// `exhibit capture` as an officer types it.
@Suite struct CaptureCommandTests {
    private let program: Program
    private let post: PostSite

    init() throws {
        program = try Program()
        try program.initialise()
        post = try PostSite(program)
    }

    private func fetch(_ arguments: String...) throws -> Tool.Outcome {
        try program.capture(["--engine", "fetch"] + post.options + arguments)
    }

    @Test func sealsABundleThatVerifiesOnThisMachine() throws {
        let outcome = try fetch(DemoSite.address, "--title", "The van", "--note", "Seen at ten")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.hasPrefix("captured: the post was read"))
        let name = try #require(try program.bundles.first)
        #expect(name.hasSuffix("Z_social.example_northgatewatcher_184883.wacz"))
        #expect(try program.run("verify", name).status == 0)
        let digest = try #require(Tool.named("sha256sum")).run(program.home.file(name)).text.prefix(64)
        #expect(outcome.text.contains("SHA-256 \(digest)"))
        let note = try #require(Tool.named("unzip")).run("-p", program.home.file(name), "evidence/note.json")
            .text
        #expect(note.contains(#""by":"PC 1234 Jo Doe","title":"The van","text":"Seen at ten""#), "\(note)")
        // A second capture in the same minute gets a name of its own.
        #expect(try fetch(DemoSite.address).status == 0)
        #expect(try program.bundles.count == 2)
    }

    @Test func severalAddressesGiveTheWorstStatus() throws {
        let outcome = try fetch(DemoSite.address, "https://\(DemoSite.host)/nothing-here")
        #expect(outcome.status == 11, "\(outcome.errors)")
        #expect(outcome.text.contains("gone: the server says that there is nothing at this address (404)"))
        #expect(try program.bundles.count == 2)
    }

    @Test(arguments: [
        (["x"], 64, "must be an address"),
        (["ftp://example.org/"], 64, "must be an address"),
        (["https://example.org/", "-o", "/no/such/folder/x.wacz"], 73, "/no/such/folder/x.wacz"),
        (["https://example.org/", "-o", "nodir/x.wacz"], 73, "the folder nodir is not there"),
        (["https://example.org/", "--upstream-trust", "missing.pem"], 66, "missing.pem"),
        (["https://example.org/", "--escrow", "passphrase-21"], 65, "holds no certificate"),
        (["https://example.org/", "--resolve", "x"], 64, "--resolve"),
        (["https://example.org/", "--outbound-proxy", "socks5://x"], 64, "--outbound-proxy"),
        (["https://example.org/", "--time-limit", "1"], 64, "--time-limit"),
        (["https://example.org/", "--viewport", "1x1"], 64, "--viewport"),
        (["https://a.example/", "https://b.example/", "-o", "one.wacz"], 64, "each needs its own name"),
    ])
    func refusesWithWordsAndLeavesNothing(arguments: [String], status: Int32, words: String) throws {
        let outcome = try program.capture(["--engine", "fetch"] + arguments)
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(try program.bundles.isEmpty)
    }

    @Test func neverReplacesAFileAndNeedsTheRightKey() throws {
        try program.home.write([1], to: "taken.wacz")
        let taken = try fetch(DemoSite.address, "-o", "taken.wacz")
        #expect(taken.status == 73 && taken.isOneClearLine, "\(taken.errors)")
        #expect(try program.home.read("taken.wacz") == [1])
        let wrong = try program.run(
            "capture", "--engine", "fetch", DemoSite.address, "--passphrase-file",
            try program.passphraseFile("wrong passphrase"))
        #expect(wrong.status == 65 && wrong.isOneClearLine, "\(wrong.errors)")
        let keyless = try program.tool.run(
            ["capture", "--engine", "fetch", DemoSite.address],
            environment: ["EXHIBIT_HOME": program.home.file("none")],
            folder: program.home.path)
        #expect(keyless.status == 69 && keyless.errors.contains("exhibit init"), "\(keyless.errors)")
    }

    @Test func whereARedirectLedIsTold() throws {
        let server = try PageServer { request in
            request.target == "/goes" ? .redirect(to: "/there") : .page("<p>There</p>")
        }
        defer { server.close() }
        let address = "http://127.0.0.1:\(server.port)"
        let told = try program.capture(["--engine", "fetch", "--allow-private", "\(address)/goes"])
        #expect(told.text.contains("  led to \(address)/there\n"), "\(told.text)")
        let straight = try program.capture(["--engine", "fetch", "--allow-private", "\(address)/there#x"])
        #expect(straight.status == 0 && !straight.text.contains("led to"), "\(straight.text)")
    }

    @Test func theEnvironmentOpensNothing() throws {
        // Trust and proxies from the environment must change nothing: the site's authority is known to no store.
        let trust = program.home.file("authority.pem")
        let outcome = try program.tool.run(
            [
                "capture", "--engine", "fetch", DemoSite.address, "--resolve",
                "\(DemoSite.host)=127.0.0.1:\(post.site.port)", "--passphrase-file",
                try program.passphraseFile(),
            ],
            environment: program.environment.merging([
                "SSL_CERT_FILE": trust, "SSL_CERT_DIR": program.home.path, "OPENSSL_CONF": trust,
                "SSLKEYLOGFILE": program.home.file("keylog"), "https_proxy": "http://127.0.0.1:1",
                "HTTPS_PROXY": "http://127.0.0.1:1", "ALL_PROXY": "http://127.0.0.1:1",
            ]) { $1 }, folder: program.home.path)
        #expect(outcome.status == 15, "\(outcome.text)")
        #expect(outcome.text.contains("certificate does not verify"), "\(outcome.text)")
        #expect(!FileManager.default.fileExists(atPath: program.home.file("keylog")))
    }

    @Test func secretsGoToTheEscrowAlone() throws {
        let openssl = try #require(Tool.named("openssl"))
        try openssl.run(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", program.home.file("escrow.key"),
            "-out",
            program.home.file("escrow.pem"), "-days", "30", "-subj", "/CN=Escrow")
        #expect(try fetch(DemoSite.address, "--escrow", "escrow.pem", "-o", "e.wacz").status == 0)
        #expect(try program.run("verify", "e.wacz").status == 0)
        let unzip = try #require(Tool.named("unzip"))
        try program.home.write(
            unzip.run("-p", program.home.file("e.wacz"), "evidence/escrow.p7m").output, to: "escrow.p7m")
        let opened = try openssl.run(
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", program.home.file("escrow.p7m"), "-inkey",
            program.home.file("escrow.key"))
        if JSONSchema.isAvailable { #expect(try JSONSchema("escrow").errors(in: [opened.output]) == "") }
        let secrets = try JSONReader.parse(opened.output)
        let secret = try #require(secrets["secrets"]?.array?.first?["secret"]?.string)
        #expect(Base64.decode(secret) == Array("visit=7d1f0c5e9a; Secure".utf8))
        let lines = try unzip.run("-p", program.home.file("e.wacz"), "evidence/masked.jsonl").text
        #expect(lines.split(separator: "\n").count == secrets["secrets"]?.array?.count)
    }

    @Test(.enabled(if: geteuid() == 0, "needs root, to mount a small disk"))
    func aFullDiskLosesNothing() throws {
        let disk = program.home.file("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let mount = try #require(Tool.named("mount"))
        #expect(try mount.run("-t", "tmpfs", "-o", "size=24k", "tmpfs", disk).status == 0)
        defer { _ = try? Tool.named("umount")?.run(disk) }
        let outcome = try fetch("https://\(DemoSite.host)/static/street.jpg", "-o", "disk/full.wacz")
        #expect(outcome.status == 74, "\(outcome.errors)")
        #expect(outcome.errors.contains("no space left"), "\(outcome.errors)")
        #expect(outcome.errors.contains("exhibit recover"), "\(outcome.errors)")
        #expect(FileManager.default.fileExists(atPath: disk + "/full.wacz.partial"))
        #expect(try mount.run("-o", "remount,size=4m", disk).status == 0)
        let recovered = try program.run(
            "recover", "disk/full.wacz.partial", "--passphrase-file", try program.passphraseFile())
        #expect(recovered.status == 0, "\(recovered.errors)")
        #expect(try program.run("verify", "disk/full.wacz").status == 0)
    }

    @Test(
        .enabled(if: geteuid() == 0, "needs root, to hide the browser"),
        .enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
    func withoutABrowserItSaysWhatToInstall() throws {
        let empty = program.home.file("empty")
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        let script = "mount --bind '\(empty)' /usr/lib/chromium && exec \"$@\""
        let unshare = try #require(Tool.named("unshare"))
        let hidden = [unshare.path, "--mount", "sh", "-c", script, "sh"]
        let outcome = try program.capture(post.options + [DemoSite.address], under: hidden)
        #expect(outcome.status == 69, "\(outcome.errors)")
        #expect(outcome.errors.contains("Chromium is not installed"), "\(outcome.errors)")
        #expect(try program.bundles.isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0, "needs root, to add an authority to the trust store"))
    func anAuthorityOfThisMachineIsToldForEver() throws {
        let store = program.home.file("store")
        let script = """
            cp -rL /etc/ssl/certs '\(store)' && cp authority.pem '\(store)/inspection.pem' \
            && openssl rehash '\(store)' 2>/dev/null; mount --bind '\(store)' /etc/ssl/certs && exec "$@"
            """
        let unshare = try #require(Tool.named("unshare"))
        let outcome = try program.capture(
            [
                "--engine", "fetch", "--resolve", "\(DemoSite.host)=127.0.0.1:\(post.site.port)",
                DemoSite.address,
                "-o", "inspected.wacz",
            ], under: [unshare.path, "--mount", "sh", "-c", script, "sh"])
        #expect(outcome.status == 0, "\(outcome.text) \(outcome.errors)")
        #expect(outcome.text.contains("added on this machine or network"), "\(outcome.text)")
        let verdict = try program.run("verify", "inspected.wacz")
        #expect(verdict.status == 0)
        #expect(verdict.text.contains("added on this machine"), "\(verdict.text)")
    }
}
