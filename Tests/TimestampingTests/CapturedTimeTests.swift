import Bytes
import Capture
import Casework
import Evidence
import Hashing
import Messages
import Reading
import Sealing
import TestSupport
import Testing
import Timestamping
import Verifier
import Wire

/// Captures with timestamps, in the eyes of our verifier and of the `openssl` program.
struct CapturedTimeTests {
    private let maker: CaptureMaker

    init() throws { maker = try CaptureMaker() }

    private func capture(_ addresses: [String]) throws -> CaptureReport {
        let server = try LoopbackServer.start(tls: maker.authority.context(for: "post.test")) { connection in
            while try connection.readRequest() != nil {
                try connection.write(Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8))
            }
        }
        defer { server.stop() }
        var request = try maker.request("https://post.test/posts/1", port: server.port)
        request.timestampAuthorities = try addresses.map {
            var authority = TimestampAuthority(try #require(HTTPAddress($0)))
            authority.tries = 1
            return authority
        }
        return try maker.capture(request)
    }

    private func verdict(_ path: String, trusting: [TestTimestampAuthority], sidecars: [String] = []) throws
        -> Verdict
    {
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        anchors.timestampRoots = trusting.map(\.root.certificate)
        var options = VerifyOptions(anchors: anchors, requireTime: true)
        options.sidecars = try sidecars.map { ($0, try maker.folder.read($0)) }
        options.fileDigest = SHA256Digest.of(try maker.folder.read("bundle.wacz"))
        return try BundleVerifier.verify(path: path, options: options)
    }

    @Test func aCaptureHasATimeBeforeItAndTimesOverItsSignature() throws {
        let one = try TestTimestampAuthority("One")
        let two = try TestTimestampAuthority("Two")
        let report = try capture([one.start(), two.start()])
        #expect(report.tokens.map { $0.signer.commonName } == ["One", "Two"])
        let verdict = try verdict(report.path, trusting: [one, two])
        #expect(verdict.status == .intact, "\(verdict.findings)")
        #expect(verdict.subject.times.map(\.subject) == [.bracket, .signature, .signature])

        // What stock tools say: BUNDLE's promise to whoever has nothing of ours.
        let openssl = try #require(Tool.named("openssl"))
        let unzip = try #require(Tool.named("unzip"))
        let folder = try TemporaryFolder()
        #expect(try unzip.run(["-q", report.path], folder: folder.path).status == 0)
        try folder.write(CertificatePEM.encode(maker.officer.certificate), to: "officer.pem")
        let signature = try openssl.run(
            [
                "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "evidence/statement.p7s",
                "-content",
                "evidence/statement.json", "-CAfile", "officer.pem", "-out", "/dev/null",
            ], folder: folder.path)
        #expect(signature.status == 0, "\(signature.errors)")
        for number in 1...2 {
            try folder.write(
                [one, two].flatMap { CertificatePEM.encode($0.root.certificate) }, to: "tsa.pem")
            let token = try openssl.run(
                [
                    "ts", "-verify", "-in", BundlePath.timestamp(number), "-token_in", "-data",
                    "evidence/statement.sig",
                    "-CAfile", "tsa.pem",
                ], folder: folder.path)
            #expect(token.status == 0, "\(token.errors)")
        }
    }

    @Test func anAuthorityThatIsAwayLosesNothing() throws {
        let report = try capture(["http://127.0.0.1:1/"])
        #expect(report.facts.outcome.kind == .loaded)
        #expect(report.tokens.isEmpty)
        let verdict = try verdict(report.path, trusting: [])
        #expect(verdict.findings.contains { $0.code == "time.required" })
        #expect(verdict.kind == nil)
    }

    @Test func aTimestampIsHadLaterAndRenewed() throws {
        let report = try capture([])
        let authority = try TestTimestampAuthority()
        let address = try #require(HTTPAddress(try authority.start()))
        let authorities = TimestampAuthorities([TimestampAuthority(address)], clock: .system) { _, error in
            Issue.record("\(error)")
        }
        for (number, kind) in [(1, Sidecar.Kind.timestamp), (2, .renewal)] {
            let made = try #require(try LaterTimestamp.make(kind, for: report.path, from: authorities))
            #expect(made.path == Sidecar.path(beside: report.path, number))
        }
        let names = ["bundle.wacz.sidecar-01.json", "bundle.wacz.sidecar-02.json"]
        let both = try verdict(report.path, trusting: [authority], sidecars: names)
        #expect(both.status == .intact, "\(both.findings)")
        #expect(both.subject.times.map(\.subject) == [.signature, .renewal])
        if JSONSchema.isAvailable {
            let written = try names.map { try maker.folder.read($0) }
            #expect(try JSONSchema("sidecar").errors(in: written) == "")
        }
        // The renewal is over the first; alone it is over something else.
        let second = try verdict(report.path, trusting: [authority], sidecars: [names[1]])
        #expect(second.findings.contains { $0.code == "time.sidecar-unusable" })
        #expect(second.kind == nil)
    }
}
