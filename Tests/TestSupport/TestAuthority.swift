import Bytes
public import Hashing
import Signing
package import Wire

/// An authority of a test's own, and servers that it vouches for.
public struct TestAuthority: Sendable {
    public let certificate: Certificate
    private let key: SigningKey

    public init() throws {
        key = try SigningKey.generateP256()
        certificate = try CertificateIssue.make(
            .authority, key: key, commonName: "Test authority", from: Self.from, days: 3650)
    }

    private static let from = Timestamp(seconds: 1_700_000_000)

    /// A TLS context that answers for these hosts; `days` of validity from November 2023.
    package func context(for hosts: String..., days: Int = 3650) throws -> TLSContext {
        try context(for: hosts, days: days)
    }

    package func context(for hosts: [String], days: Int = 3650) throws -> TLSContext {
        let leafKey = try SigningKey.generateP256()
        let leaf = try CertificateIssue.make(
            .server(hosts: hosts), key: leafKey, commonName: "Test server", from: Self.from, days: days,
            issuer: (certificate, key))
        return try TLSContext.server(
            certificate: leaf.der, chain: [certificate.der], privateKey: leafKey.privateDER())
    }
}
