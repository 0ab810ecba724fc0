public import Bytes
import Hashing
import Synchronization
import Wire

/// A timestamp authority on loopback: the `openssl ts` program behind a small server.
public final class TestTimestampAuthority: Sendable {
    public let root: OpenSSLAuthority
    public let subject: OpenSSLAuthority.Subject
    private let folder: TemporaryFolder
    private let openssl: Tool
    private let server = Mutex<LoopbackServer?>(nil)

    /// What a certificate of a timestamp authority has.
    public static let extensions = OpenSSLAuthority.person + "\nextendedKeyUsage=critical,timeStamping"

    /// An authority of a root of its own, whose certificate is valid for ten years unless `to` says otherwise.
    public init(
        _ name: String = "Test time", root: OpenSSLAuthority? = nil, key: OpenSSLAuthority.Key = .p256,
        from: Timestamp = Timestamp(seconds: 1_700_000_000),
        to: Timestamp = Timestamp(seconds: 2_500_000_000),
        certificateID: String = "sha256"
    ) throws {
        guard let openssl = Tool.named("openssl") else { throw OpenSSLFailure(text: "no openssl") }
        self.openssl = openssl
        self.root =
            try root
            ?? OpenSSLAuthority("Root of time", from: from, to: Timestamp(seconds: 2_600_000_000))
        subject = try self.root.issue(name, key: key, from: from, to: to, extensions: Self.extensions)
        folder = try TemporaryFolder()
        try folder.write(CertificatePEM.encode(subject.certificate), to: "signer.pem")
        try folder.write(subject.keyPEM, to: "signer.key")
        try folder.write(CertificatePEM.encode(self.root.certificate), to: "root.pem")
        try folder.write(Array("01\n".utf8), to: "serial")
        try folder.write(
            Array(
                """
                [tsa]
                default_tsa = t
                [t]
                serial = serial
                signer_digest = sha256
                default_policy = 1.2.3.4.1
                other_policies = 1.2.3.4.5
                digests = sha256, sha384, sha512
                accuracy = secs:1
                ordering = no
                tsa_name = yes
                ess_cert_id_chain = no
                ess_cert_id_alg = \(certificateID)

                """.utf8), to: "ts.cnf")
    }

    /// The reply to a query, both in DER.
    public func reply(to query: [UInt8]) throws -> [UInt8] {
        // The program keeps its serial number in a file.
        try server.withLock { _ in
            try folder.write(query, to: "query.tsq")
            let outcome = try openssl.run(
                [
                    "ts", "-reply", "-queryfile", "query.tsq", "-config", "ts.cnf", "-inkey", "signer.key",
                    "-signer",
                    "signer.pem", "-chain", "root.pem", "-out", "reply.tsr",
                ], folder: folder.file("."))
            guard outcome.status == 0 else { throw OpenSSLFailure(text: outcome.errors) }
            return try folder.read("reply.tsr")
        }
    }

    /// Serves replies, each changed by `change`, until `stop`; gives the address.
    public func start(_ change: @escaping @Sendable ([UInt8]) throws -> [UInt8] = { $0 }) throws -> String {
        let made = try LoopbackServer.start(tls: nil) { [self] connection in
            guard let (_, query) = try connection.readRequest() else { return }
            let body = try change(reply(to: query))
            let head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: \(body.count)\r\n\r\n"
            try connection.write(Array(head.utf8) + body)
        }
        server.withLock { $0 = made }
        return "http://127.0.0.1:\(made.port)/"
    }

    public func stop() { server.withLock { $0 }?.stop() }

    deinit { stop() }
}
