import Bytes
import Capture
import Evidence
import Hashing
import Messages
import Signing
import TestSupport
import Timestamping

extension VectorCase {
    private static func origin(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = [],
        serverTrust: [String] = ["web.pem"], logs: [String] = [],
        make: @escaping @Sendable (VectorKit) throws -> Contents
    ) -> VectorCase {
        VectorCase(
            "origin", about, codes, tells: tells,
            options: Options(timeTrust: ["tsa.pem"], serverTrust: serverTrust, logs: logs), make: make)
    }

    /// A bundle of another making with the record of a real handshake, changed.
    private static func handshake(
        _ about: String, _ codes: Set<String> = [], tells: Set<String> = [], server: [String] = ["-tls1_3"],
        target: String = "https://post.test/", logs: [String] = [],
        _ edit: @escaping @Sendable (inout HandshakeRecord) -> Void = { _ in }
    ) -> VectorCase {
        origin(about, codes, tells: tells, logs: logs) { kit in
            let capture = try OriginCapture(kit, server: server, target: target)
            var record = try HandshakeRecord(ofBundle: capture.path)
            edit(&record)
            return Contents(try record.draft(kit.maker).sealed())
        }
    }

    /// What the servers' own signatures show: real handshakes with the `openssl` program.
    static var origins: [VectorCase] { captures + handshakes }

    private static var captures: [VectorCase] {
        [
            origin("a handshake signed by the server, after a timestamp") {
                Contents(try OriginCapture($0, bracketed: true).bytes)
            },
            origin(
                "the same, and another authority of servers is named", tells: ["origin.not-anchored"],
                serverTrust: ["force.pem"]
            ) {
                Contents(try OriginCapture($0, bracketed: true).bytes)
            },
            origin(
                "the same, and no authority of servers is named", tells: ["origin.chains-unchecked"],
                serverTrust: []
            ) {
                Contents(try OriginCapture($0, bracketed: true).bytes)
            },
            origin("a capture without a timestamp before it", tells: ["origin.not-fresh"]) {
                Contents(try OriginCapture($0).bytes)
            },
            origin("a stapled answer that the certificate was revoked", tells: ["origin.certificate-revoked"])
            {
                Contents(try OriginCapture($0, isRevoked: true).bytes)
            },
            origin("a handshake of another bundle", ["origin.random-differs"]) { kit in
                let capture = try OriginCapture(kit, bracketed: true)
                var draft = try BundleDraft(kit.maker, engine: .fetch)
                var token = try ForgedToken(
                    over: Bracket.imprinted(bundle: draft.plan.bundle, packaging: draft.plan.packaging))
                token.time = kit.tokenTime(-5)
                let der = try token.signed(by: [kit.time.subject])
                draft.files[BundlePath.bracket] = der
                draft.bracket = SHA256Digest.of(der)
                try HandshakeRecord(ofBundle: capture.path).add(to: &draft)
                return Contents(try draft.sealed())
            },
        ]
    }

    private static var handshakes: [VectorCase] {
        [
            handshake(
                "no timestamp of a transparency log", tells: ["origin.intercepted-possible"],
                logs: ["logs.cnf"]),
            handshake(
                "a key agreed on by RSA", tells: ["origin.unsigned"],
                server: ["-tls1_2", "-cipher", "AES128-GCM-SHA256"]),
            handshake(
                "a signature that says SHA-1", tells: ["origin.weak"],
                server: ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"]
            ) { record in
                record.changeMessage(12) { message in
                    // Curve and point, then the scheme (RFC 8422, section 5.4).
                    let place = 8 + Int(message[7])
                    message.replaceSubrange(place..<(place + 2), with: [2, 1])
                }
            },
            handshake("a changed bit in the server's signature", ["origin.signature-invalid"]) { record in
                record.changeMessage(15) { $0[$0.count - 1] ^= 1 }
            },
            handshake(
                "a changed bit in the signed key exchange", ["origin.signature-invalid"], server: ["-tls1_2"]
            ) {
                record in record.changeMessage(12) { $0[20] ^= 1 }
            },
            handshake("a record of another host", ["origin.contradiction"]) { record in
                record.set(["host"], to: "other.test")
            },
            handshake("a record of another version", ["origin.contradiction"]) { record in
                record.set(["tls", "version"], to: "TLSv1.2")
            },
            handshake("a record without its handshake", ["origin.contradiction"]) { record in
                record.set(["tls", "handshake"], to: .null)
            },
            handshake("a record with a handshake of no messages", tells: ["origin.unreadable"]) { record in
                record.set(["tls", "handshake"], to: .array([]))
            },
            handshake(
                "a certificate for another address", tells: ["origin.name-differs"],
                target: "https://127.0.0.1/"
            ) { record in record.set(["host"], to: "127.0.0.2") },
        ]
    }
}

/// A real capture of a page of `openssl s_server`.
private struct OriginCapture {
    private static let extensions = """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature,keyEncipherment
        extendedKeyUsage=serverAuth
        subjectAltName=DNS:post.test,IP:127.0.0.1
        """

    private let folder: CaptureMaker
    let path: String

    init(
        _ kit: VectorKit, server options: [String] = ["-tls1_3"], target: String = "https://post.test/",
        bracketed: Bool = false, isRevoked: Bool = false
    ) throws {
        folder = try CaptureMaker(officer: kit.maker.officer)
        let isRSA = options.contains { $0.contains("RSA") || $0.hasPrefix("AES") }
        let subject = try kit.web.issue(
            "post.test", key: isRSA ? .rsa(2048) : .p256, from: VectorKit.begin, to: VectorKit.end,
            extensions: Self.extensions)
        var options = options
        if isRevoked {
            try folder.folder.write(
                kit.web.ocspResponse(for: subject.certificate, revokedAt: Timestamp(seconds: 1_750_000_000)),
                to: "ocsp.der")
            options += ["-status_file", folder.folder.file("ocsp.der")]
        }
        let server = try StockTLSServer(subject, options: options)
        defer { server.stop() }
        var request = try folder.request(target, port: server.port)
        request.upstreamTrust = [kit.web.certificate]
        if bracketed, let address = HTTPAddress(try kit.time.start()) {
            request.timestampAuthorities = [TimestampAuthority(address)]
        }
        path = try folder.capture(request).path
    }

    var bytes: [UInt8] { get throws { try folder.folder.read("bundle.wacz") } }
}
