import Bytes
import Capture
import Evidence
import Hashing
import Messages
import Sealing
import Synchronization
import TestSupport
import Testing
import Timestamping
import ValidationData
import Verifier
import Wire

/// What certificates' authorities say of revocation, had from them and kept.
struct ValidationDataTests {
    private static let begin = Timestamp(seconds: 1_700_000_000)
    private static let end = Timestamp(seconds: 3_000_000_000)

    /// A force's authority whose answers are served on loopback, and an officer of it.
    private struct Force {
        let root: OpenSSLAuthority
        let officer: OpenSSLAuthority.Subject
        let server: PageServer

        /// `revokedAt` is the time at which the officer's certificate was revoked; `paths` are those that answer.
        init(revokedAt: Timestamp? = nil, answering paths: Set<String>, naming named: [String]) throws {
            let root = try OpenSSLAuthority(
                "Force", from: ValidationDataTests.begin, to: ValidationDataTests.end)
            let answers = Answers()
            let server = try PageServer { answers.answer($0) }
            let base = "URI:http://127.0.0.1:\(server.port)/"
            var lines: [String] = []
            if named.contains("crl") { lines.append("crlDistributionPoints=" + base + "crl") }
            let access = [("ocsp", "OCSP"), ("ca", "caIssuers")].filter { named.contains($0.0) }
                .map { "\($0.1);\(base)\($0.0)" }
            if !access.isEmpty { lines.append("authorityInfoAccess=" + access.joined(separator: ",")) }
            let officer = try root.issue(
                "PC 5678", from: ValidationDataTests.begin, to: ValidationDataTests.end,
                extensions: ([OpenSSLAuthority.person] + lines).joined(separator: "\n"))
            let revoked = revokedAt.map { [(officer.certificate, $0)] } ?? []
            answers.set(
                [
                    "crl": try root.revocationList(
                        revoked, from: ValidationDataTests.begin, to: ValidationDataTests.end),
                    "ocsp": try root.ocspResponse(for: officer.certificate, revokedAt: revokedAt),
                    "ca": root.certificate.der,
                ].filter { paths.contains($0.key) })
            self.root = root
            self.officer = officer
            self.server = server
        }
    }

    private final class Answers: Sendable {
        private let bytes = Mutex<[String: [UInt8]]>([:])
        func set(_ answers: [String: [UInt8]]) { bytes.withLock { $0 = answers } }
        func answer(_ request: PageServer.Request) -> PageServer.Answer {
            let name = request.target.split(separator: "/").last.map(String.init) ?? ""
            guard let found = bytes.withLock({ $0[name] }) else { return .status(404, "none") }
            return .content(type: "application/octet-stream", found)
        }
    }

    private func gathered(_ force: Force, knowing: Bool = true) -> ValidationData {
        var data = ValidationData()
        data.gather(
            for: force.officer.certificate, known: knowing ? [force.root.certificate] : [],
            at: SealingClock.system.now())
        return data
    }

    @Test func aResponderIsAskedFirst() throws {
        let force = try Force(answering: ["crl", "ocsp"], naming: ["crl", "ocsp"])
        defer { force.server.close() }
        let data = gathered(force)
        #expect(data.revocation.responses.count == 1)
        #expect(data.revocation.lists.isEmpty && data.problems.isEmpty)
        #expect(force.server.requests.map(\.method) == ["POST"])
    }

    @Test func withoutAnAnswerTheListIsTaken() throws {
        let force = try Force(answering: ["crl"], naming: ["crl", "ocsp"])
        defer { force.server.close() }
        let data = gathered(force)
        #expect(data.revocation.lists.count == 1)
        #expect(data.revocation.responses.isEmpty && data.problems.isEmpty)
    }

    @Test func theIssuerIsFetchedWhenItIsNotAtHand() throws {
        let force = try Force(answering: ["ocsp", "ca"], naming: ["ca", "ocsp"])
        defer { force.server.close() }
        let data = gathered(force, knowing: false)
        #expect(data.certificates == [force.root.certificate])
        #expect(data.revocation.responses.count == 1)
    }

    @Test func whatCouldNotBeHadIsTold() throws {
        for (answering, knowing) in [(Set<String>(), true), (["ocsp"], false)] {
            let force = try Force(answering: answering, naming: ["crl", "ocsp"])
            defer { force.server.close() }
            let data = gathered(force, knowing: knowing)
            #expect(data.revocation.lists.isEmpty && data.revocation.responses.isEmpty)
            #expect(data.problems.count == 1)
        }
    }

    @Test func anAnswerOfAnotherAuthorityIsNotKept() throws {
        let force = try Force(answering: ["ocsp"], naming: ["ocsp"])
        defer { force.server.close() }
        let other = try OpenSSLAuthority("Force", from: Self.begin, to: Self.end)
        var data = ValidationData()
        data.gather(for: force.officer.certificate, known: [other.certificate], at: SealingClock.system.now())
        #expect(data.revocation.responses.isEmpty && data.problems.count == 1)
    }

    @Test func aCertificateThatNamesNobodyIsLeftOut() throws {
        let force = try Force(answering: [], naming: [])
        defer { force.server.close() }
        let data = gathered(force)
        #expect(data.problems.isEmpty && force.server.requests.isEmpty)
    }

    /// CAdES-B-LT: the capture's bundle verifies with the force's root alone, and knows that nothing was revoked.
    @Test(arguments: [nil, -3600, 86400] as [Int64?])
    func aBundleVerifiesWhenTheIssuerIsGone(_ revokedAfter: Int64?) throws {
        let now = SealingClock.system.now()
        let force = try Force(
            revokedAt: revokedAfter.map { Timestamp(seconds: now.seconds + $0) }, answering: ["crl"],
            naming: ["crl"])
        let maker = try CaptureMaker(officer: force.officer.officer(chain: [force.root.certificate]))
        let time = try TestTimestampAuthority()
        let pages = try LoopbackServer.start(tls: maker.authority.context(for: "post.test")) { connection in
            while try connection.readRequest() != nil {
                try connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8))
            }
        }
        defer { pages.stop() }
        var request = try maker.request("https://post.test/posts/1", port: pages.port)
        request.timestampAuthorities = [TimestampAuthority(try #require(HTTPAddress(try time.start())))]
        let report = try maker.capture(request)
        force.server.close()
        var anchors = TrustAnchors()
        anchors.roots = [force.root.certificate]
        anchors.timestampRoots = [time.root.certificate]
        var options = VerifyOptions(anchors: anchors, requireTime: true)
        options.requireRevocation = true
        let verdict = try BundleVerifier.verify(path: report.path, options: options)
        let codes = Set(verdict.findings.map(\.code))
        switch revokedAfter {
        case nil: #expect(verdict.status == .intact, "\(verdict.findings)")
        case let seconds? where seconds < 0: #expect(codes.contains("signer.revoked"))
        default: #expect(codes.contains("signer.revoked-later") && verdict.status == .intact, "\(codes)")
        }
        // Stock tools still read it.
        let unzip = try #require(Tool.named("unzip"))
        let folder = try TemporaryFolder()
        #expect(try unzip.run(["-q", report.path], folder: folder.path).status == 0)
        try folder.write(CertificatePEM.encode(force.root.certificate), to: "root.pem")
        let checked = try #require(Tool.named("openssl")).run(
            [
                "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "evidence/statement.p7s",
                "-content", "evidence/statement.json", "-CAfile", "root.pem", "-purpose", "any", "-out",
                "/dev/null",
            ], folder: folder.path)
        #expect(checked.status == 0, "\(checked.errors)")
    }
}
