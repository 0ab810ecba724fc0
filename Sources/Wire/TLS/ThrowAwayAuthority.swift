public import Bytes
public import Hashing
import Signing
import Synchronization

/// The authority of one capture: it signs the certificates that the recording proxy shows to the browser, and is gone with it.
public final class ThrowAwayAuthority: Sendable {
    /// The certificate that a client of the proxy must trust.
    public let certificate: Certificate
    private let key: SigningKey
    private let leafKey: SigningKey
    private let leafKeyDER: [UInt8]
    private let from: Timestamp
    private let contexts = Mutex<[String: TLSContext]>([:])

    private static let validDays = 30
    /// A page of a hostile server may name any number of hosts; beyond this, contexts are made anew.
    private static let maximumKept = 2000

    /// A fresh one, valid from a day before `now`.
    public init(at now: Timestamp) throws(OpenSSLError) {
        key = try SigningKey.generateP256()
        leafKey = try SigningKey.generateP256()
        leafKeyDER = try leafKey.privateDER()
        from = Timestamp(seconds: now.seconds - 86_400)
        certificate = try CertificateIssue.make(
            .authority, key: key, commonName: "exhibit recording proxy, one capture", from: from,
            days: Self.validDays)
    }

    /// Digest of the SubjectPublicKeyInfo in base 64, as browsers pin it.
    public var pin: String { Base64.encode(certificate.keyDigest.bytes) }

    /// The context that answers for a host.
    func context(for host: String) throws -> TLSContext {
        if let known = contexts.withLock({ $0[host] }) { return known }
        let leaf = try CertificateIssue.make(
            .server(hosts: [host]), key: leafKey, commonName: String(host.prefix(64)), from: from,
            days: Self.validDays,
            issuer: (certificate, key))
        let context = try TLSContext.server(
            certificate: leaf.der, chain: [certificate.der], privateKey: leafKeyDER)
        contexts.withLock { contexts in
            if contexts.count < Self.maximumKept { contexts[host] = context }
        }
        return context
    }
}
