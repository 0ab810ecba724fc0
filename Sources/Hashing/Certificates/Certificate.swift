public import Bytes
internal import COpenSSL

/// An X.509 certificate as its DER bytes (RFC 5280), and what can be read from it.
public struct Certificate: Sendable, Hashable {
    public let der: [UInt8]
    /// The SubjectPublicKeyInfo, as bytes; it may be of a kind that `PublicKey` does not verify with.
    public let spki: [UInt8]
    /// The subject and the issuer on one line (RFC 2253); text from outside, to be escaped before it is shown.
    public let subject: String
    public let issuer: String
    public let commonName: String?
    public let organization: String?
    public let notBefore: Timestamp
    public let notAfter: Timestamp
    public let isSelfIssued: Bool

    /// Reads one certificate that fills `der` exactly.
    public init(der: [UInt8]) throws(OpenSSLError) {
        try self.init(X509Owner.reading(der), der: der)
    }

    /// What libcrypto has read, with the bytes that it writes.
    init(_ owner: borrowing X509Owner) throws(OpenSSLError) { try self.init(owner, der: owner.der()) }

    private init(_ owner: borrowing X509Owner, der: [UInt8]) throws(OpenSSLError) {
        self.der = der
        spki = try owner.spki()
        subject = try owner.name(of: .subject)
        issuer = try owner.name(of: .issuer)
        commonName = owner.subjectText(NID_commonName)
        organization = owner.subjectText(NID_organizationName)
        guard let from = owner.time(.notBefore), let to = owner.time(.notAfter) else {
            throw OpenSSLError(call: "d2i_X509", reasons: ["no valid period of validity"])
        }
        notBefore = from
        notAfter = to
        isSelfIssued = owner.isSelfIssued
    }

    /// Whom it is for: the common name, or else the whole subject. Text from outside.
    public var holder: String { commonName ?? subject }

    /// Digest of the DER, by which a certificate is named.
    public var digest: SHA256Digest { SHA256Digest.of(der) }

    /// Digest of the SubjectPublicKeyInfo, by which its key is pinned.
    public var keyDigest: SHA256Digest { SHA256Digest.of(spki) }

    /// The SHA-1 digest of the DER, by which older structures name certificates; it proves nothing.
    func sha1Digest() throws(OpenSSLError) -> [UInt8] {
        let owner = try X509Owner.reading(der)
        var value = [UInt8](repeating: 0, count: 20)
        guard unsafe X509_digest(owner.pointer, EVP_sha1(), &value, nil) == 1 else {
            throw .drained(after: "X509_digest")
        }
        return value
    }

    public static func == (one: Certificate, other: Certificate) -> Bool { one.der == other.der }

    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
