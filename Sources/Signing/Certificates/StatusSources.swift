internal import COpenSSL
public import Hashing

/// Where a certificate says that its state, and its issuer, can be had (RFC 5280, sections 4.2.1.13 and 4.2.2.1).
///
/// At most four addresses of each kind, of `http` or `https`, in the order of the certificate. They come from outside.
public struct StatusSources: Sendable, Equatable {
    /// Responders of OCSP.
    public let responders: [String]
    /// Revocation lists.
    public let lists: [String]
    /// The certificate of the issuer.
    public let issuers: [String]

    private static let mostAddresses = 4
    private static let mostBytes = 8192

    public init(_ certificate: Certificate) throws(OpenSSLError) {
        let owner = try X509Owner.reading(certificate.der)
        responders = Self.addresses(owner, NID_ad_OCSP)
        issuers = Self.addresses(owner, NID_ad_ca_issuers)
        lists = Self.addresses(owner, 0)
        // An extension that cannot be read names nothing.
        ERR_clear_error()
    }

    private static func addresses(_ owner: borrowing X509Owner, _ method: Int32) -> [String] {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: mostBytes) { buffer, count in
            count = unsafe buffer.withMemoryRebound(to: CChar.self) { text in
                unsafe exhibit_addresses(owner.pointer, method, text.baseAddress, mostBytes)
            }
        }
        let texts = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return Array(
            texts.filter { $0.hasPrefix("http://") || $0.hasPrefix("https://") }.prefix(mostAddresses))
    }
}
