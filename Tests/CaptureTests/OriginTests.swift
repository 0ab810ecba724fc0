import Bytes
import Capture
import Evidence
import Hashing
import Messages
import Sealing
import Signing
import TestSupport
import Testing
import Timestamping
import VectorCases
import Verifier
import Wire

/// What the servers' own signatures show, over handshakes of every kind with the `openssl` program.
struct OriginTests {
    private static let begin = Timestamp(seconds: 1_700_000_000)
    private static let end = Timestamp(seconds: 2_500_000_000)
    private static let person = """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature,keyEncipherment
        extendedKeyUsage=serverAuth
        subjectAltName=DNS:post.test,DNS:www.post.test,IP:127.0.0.1
        """

    private let maker: CaptureMaker
    private let time: TestTimestampAuthority
    private let root: OpenSSLAuthority

    init() throws {
        maker = try CaptureMaker()
        time = try TestTimestampAuthority()
        root = try OpenSSLAuthority("Web root", from: Self.begin, to: Self.end)
    }

    private func capture(
        _ key: OpenSSLAuthority.Key, _ options: [String], bracketed: Bool = true,
        extensions: String = Self.person
    ) throws -> CaptureReport {
        let subject = try root.issue(
            "post.test", key: key, from: Self.begin, to: Self.end, extensions: extensions)
        let server = try StockTLSServer(subject, options: options)
        defer { server.stop() }
        var request = try maker.request(
            "https://post.test/", port: server.port, name: "\(server.port).wacz")
        request.upstreamTrust = [root.certificate]
        if bracketed {
            request.timestampAuthorities = [
                TimestampAuthority(try #require(HTTPAddress(try time.start())))
            ]
        }
        let report = try maker.capture(request)
        #expect(report.facts.outcome.kind == .loaded, "\(report.facts.outcome)")
        return report
    }

    private func verdict(
        _ report: CaptureReport, adjust: (inout TrustAnchors) -> Void = { _ in }
    ) throws -> Verdict {
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        anchors.timestampRoots = [time.root.certificate]
        anchors.serverRoots = [root.certificate]
        adjust(&anchors)
        return try BundleVerifier.verify(path: report.path, options: VerifyOptions(anchors: anchors))
    }

    private func codes(_ verdict: Verdict) -> Set<String> {
        Set(verdict.findings.filter { $0.dimension == .origin }.map(\.code))
    }

    /// A key, and options that lead to one kind of handshake.
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let key: OpenSSLAuthority.Key
        let options: [String]
        var testDescription: String { name }
    }

    private static let kinds = [
        Kind(name: "TLS 1.3, P-256", key: .p256, options: ["-tls1_3"]),
        Kind(name: "TLS 1.3, P-384", key: .p384, options: ["-tls1_3"]),
        Kind(name: "TLS 1.3, RSA-PSS", key: .rsa(2048), options: ["-tls1_3"]),
        Kind(
            name: "TLS 1.3, SHA-384", key: .p256,
            options: ["-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384"]),
        Kind(
            name: "TLS 1.3, ChaCha", key: .p256,
            options: ["-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"]),
        Kind(name: "TLS 1.3 after a retry", key: .p256, options: ["-tls1_3", "-groups", "P-384"]),
        Kind(name: "TLS 1.2, ECDHE-ECDSA", key: .p256, options: ["-tls1_2"]),
        Kind(
            name: "TLS 1.2, ECDHE-RSA", key: .rsa(2048),
            options: ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"]),
        Kind(
            name: "TLS 1.2, DHE-RSA", key: .rsa(2048),
            options: ["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"]),
    ]

    @Test(arguments: kinds) func theServersKeySignedThisVeryHandshake(_ kind: Kind) throws {
        let verdict = try verdict(capture(kind.key, kind.options))
        #expect(verdict.status == .intact, "\(verdict.findings)")
        let origin = try #require(verdict.subject.origin)
        #expect(origin.servers.map(\.signed) == [1])
        #expect(origin.servers.first?.names == ["post.test", "www.post.test"])
        #expect(origin.servers.first?.anchor?.contains("Web root") == true)
        #expect(origin.notBefore != nil)
        #expect(codes(verdict).subtracting(["capture.caveat"]) == [])
    }

    @Test func aKeyAgreedOnInTheOldWayProvesNothing() throws {
        let verdict = try verdict(capture(.rsa(2048), ["-tls1_2", "-cipher", "AES128-GCM-SHA256"]))
        #expect(verdict.status == .intact)
        #expect(verdict.subject.origin?.servers.isEmpty == true)
        #expect(codes(verdict).contains("origin.unsigned"))
    }

    @Test func withoutATimestampBeforeItNothingIsFresh() throws {
        let report = try capture(.p256, [], bracketed: false)
        let verdict = try verdict(report)
        #expect(verdict.subject.origin?.servers.count == 1)
        #expect(verdict.subject.origin?.notBefore == nil)
        #expect(codes(verdict).contains("origin.not-fresh"))
    }

    @Test func aTimestampThatDoesNotCountShowsNoTime() throws {
        let verdict = try verdict(capture(.p256, [])) { $0.timestampRoots = [] }
        #expect(verdict.status == .intact)
        #expect(codes(verdict).contains("origin.not-fresh"))
    }

    @Test func anAuthorityThatNobodyNamedIsTold() throws {
        let report = try capture(.p256, [])
        let stranger = try OpenSSLAuthority("Other root", from: Self.begin, to: Self.end)
        let other = try verdict(report) { $0.serverRoots = [stranger.certificate] }
        #expect(other.status == .intact)
        #expect(codes(other).contains("origin.not-anchored"))
        let none = try verdict(report) { $0.serverRoots = [] }
        #expect(codes(none).contains("origin.chains-unchecked"))
        #expect(none.subject.origin?.servers.first?.anchor == nil)
    }

    @Test func aStapledAnswerThatTheCertificateWasRevokedIsTold() throws {
        let subject = try root.issue("post.test", from: Self.begin, to: Self.end, extensions: Self.person)
        let folder = try TemporaryFolder()
        try folder.write(
            root.ocspResponse(for: subject.certificate, revokedAt: Timestamp(seconds: 1_750_000_000)),
            to: "ocsp.der")
        let server = try StockTLSServer(subject, options: ["-status_file", folder.file("ocsp.der")])
        defer { server.stop() }
        var request = try maker.request("https://post.test/", port: server.port)
        request.upstreamTrust = [root.certificate]
        let verdict = try verdict(maker.capture(request))
        #expect(verdict.status == .intact)
        #expect(codes(verdict).contains("origin.certificate-revoked"))
    }

    @Test func certificateTransparencyIsAskedForWhenLogsAreNamed() throws {
        let folder = try TemporaryFolder()
        let key = try SigningKey.generateP256()
        let spki = try key.publicKey().spki
        let list = "enabled_logs = one\n[one]\ndescription = One\nkey = \(Base64.encode(spki))\n"
        try folder.write(Array(list.utf8), to: "logs.cnf")
        let logs = try TransparencyLogs.reading(folder.file("logs.cnf"))
        #expect(throws: OpenSSLError.self) { try TransparencyLogs.reading(folder.file("none")) }
        let report = try capture(.p256, [], bracketed: false)
        func codes(_ timestamps: [[UInt8]]) throws -> Set<String> {
            let changed = try resealed(report, logs: logs) { record in
                let values = JSONValue.array(timestamps.map { .string(Base64.encode($0)) })
                record.set(["tls", "scts"], to: values)
            }
            #expect(changed.status == .intact)
            return self.codes(changed)
        }
        #expect(try codes([]).contains("origin.intercepted-possible"))
        // RFC 6962, section 3.2: what a log signs of a certificate, and what it gives back.
        let leaf = try #require(
            HandshakeRecord(ofBundle: report.path).value["tls"]?["chain_sent"]?.array?.first?.string)
        let der = try #require(Base64.decode(leaf))
        let time: [UInt8] = [0, 0, 1, 0x8B, 0xCF, 0xE5, 0x68, 0]
        let length = [UInt8(der.count >> 16), UInt8(der.count >> 8 & 255), UInt8(der.count & 255)]
        let signature = try key.sign([0, 0] + time + [0, 0] + length + der + [0, 0])
        let timestamp =
            [0] + SHA256Digest.of(spki).bytes + time + [0, 0, 4, 3, 0, UInt8(signature.count)] + signature
        #expect(try !codes([timestamp]).contains("origin.intercepted-possible"))
        var forged = timestamp
        forged[40] ^= 1
        #expect(try codes([forged]).contains("origin.intercepted-possible"))
    }

    // MARK: Records that say something else

    /// The capture's first connection record in a bundle of another making, changed by `change`.
    private func resealed(
        _ report: CaptureReport, logs: TransparencyLogs? = nil, _ change: (inout HandshakeRecord) -> Void
    ) throws -> Verdict {
        var record = try HandshakeRecord(ofBundle: report.path)
        change(&record)
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        anchors.serverRoots = [root.certificate]
        anchors.logs = logs
        return try BundleVerifier.verify(
            bytes: record.draft(SmallBundle(officer: maker.officer)).sealed(),
            options: VerifyOptions(anchors: anchors))
    }

    @Test func everyByteThatTheServerSignedIsBound() throws {
        for options in [["-tls1_3"], ["-tls1_2"], ["-tls1_3", "-groups", "P-384"]] {
            let report = try capture(.p256, options, bracketed: false)
            let good = try resealed(report) { _ in }
            #expect(good.status == .intact, "\(good.findings)")
            #expect(good.subject.origin?.servers.count == 1)
            var found = 0
            var tried = 0
            let messages = try HandshakeRecord(ofBundle: report.path).messages
            for (place, (isServers, bytes)) in messages.enumerated() {
                guard isServers,
                    // What comes after the signature it does not cover; nor, in TLS 1.2, what is no parameter.
                    bytes[0] == 11 || bytes[0] == 15 || bytes[0] == 12
                        || bytes[0] == 2 && options.contains("-tls1_3")
                else { continue }
                for byte in stride(from: 4, to: bytes.count, by: max(1, bytes.count / 12)) {
                    let verdict = try resealed(report) { record in
                        var changed = bytes
                        changed[byte] ^= 1
                        record.setMessage(place, to: changed)
                    }
                    tried += 1
                    // The chain after the server's certificate is signed in TLS 1.3 alone; a message may also be no message.
                    if verdict.subject.origin?.servers.isEmpty != false { found += 1 }
                }
            }
            #expect(tried > 20)
            #expect(found == tried, "\(options)")
        }
    }

    @Test func aRecordThatContradictsItselfIsFound() throws {
        let report = try capture(.p256, [], bracketed: false)
        let other = try capture(.p384, [], bracketed: false)
        let otherRecord = try HandshakeRecord(ofBundle: other.path).value
        let cases: [([String], JSONValue, String)] = [
            (["host"], "other.test", "origin.contradiction"),
            (["tls", "version"], "TLSv1.2", "origin.contradiction"),
            (["tls", "chain_sent"], .array([]), "origin.contradiction"),
            (["tls", "chain_sent"], otherRecord["tls"]?["chain_sent"] ?? .null, "origin.contradiction"),
            (["tls", "handshake"], .null, "origin.contradiction"),
            (["tls", "handshake"], .array([]), "origin.unreadable"),
        ]
        for (path, value, code) in cases {
            let verdict = try resealed(report) { $0.set(path, to: value) }
            #expect(codes(verdict).contains(code), "\(path)")
        }
        // Hello of one connection, all else of another.
        let spliced = try resealed(report) { record in
            let theirs = otherRecord["tls"]?["handshake"]?.array?.first?["message"]?.string ?? ""
            record.setMessage(0, to: Base64.decode(theirs) ?? [])
        }
        #expect(codes(spliced).contains("origin.signature-invalid"))
        #expect(spliced.status == .notAsSealed)
        // A certificate for another name.
        let named = try resealed(
            capture(
                .p256, [], bracketed: false,
                extensions: Self.person.replacing("DNS:post.test,DNS:www.post.test,", with: "DNS:post.test,"))
        ) { _ in }
        #expect(named.status == .intact)
    }
}
