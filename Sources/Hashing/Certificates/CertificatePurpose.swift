internal import COpenSSL

/// What a certificate is relied on for; decides which uses it must state (RFC 5280, sections 4.2.1.3 and 4.2.1.12).
public enum CertificatePurpose: Sendable {
    /// Signs statements of people: signatures among its uses, and more than TLS and services.
    case documents
    /// Signs timestamp tokens: extended key usage critical, and nothing but that (RFC 3161, section 2.3).
    case timestamping
    /// Answers for a server.
    case server

    /// The checks of libcrypto that go with it.
    var checks: Int32? {
        switch self {
        case .documents: nil
        case .timestamping: X509_PURPOSE_TIMESTAMP_SIGN
        case .server: X509_PURPOSE_SSL_SERVER
        }
    }

    /// Whether the profile of RFC 5280 is asked for in full; the web's authorities do not all keep to it.
    var isStrict: Bool {
        switch self {
        case .documents, .timestamping: true
        case .server: false
        }
    }

    /// Whether the certificate may be used so, beyond what libcrypto checks.
    func allows(_ leaf: borrowing X509Owner) -> Bool {
        switch self {
        case .documents: Self.signsDocuments(leaf)
        // libcrypto does not count purposes that it does not know.
        case .timestamping: unsafe exhibit_extended_uses_count(leaf.pointer) == 1
        case .server: true
        }
    }

    private static func signsDocuments(_ leaf: borrowing X509Owner) -> Bool {
        let signatures = UInt32(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)
        guard unsafe X509_get_key_usage(leaf.pointer) & signatures != 0 else { return false }
        // All bits are set when the certificate says nothing of it. A web server's must not vouch for an officer.
        let extended = unsafe X509_get_extended_key_usage(leaf.pointer)
        let people = UInt32(XKU_SMIME | XKU_CODE_SIGN | XKU_ANYEKU)
        let services = UInt32(XKU_SSL_SERVER | XKU_SSL_CLIENT | XKU_OCSP_SIGN | XKU_TIMESTAMP | XKU_DVCS)
        return extended & people != 0 || extended & services == 0
    }

    /// Whether an authority in the path may issue certificates of this use: its own extended use, if stated, has it.
    func allows(issuer: borrowing X509Owner) -> Bool {
        guard self == .timestamping else { return true }
        return unsafe X509_get_extended_key_usage(issuer.pointer) & UInt32(XKU_TIMESTAMP | XKU_ANYEKU) != 0
    }

    /// In words, for a reason.
    var words: String {
        switch self {
        case .documents: "for signing documents"
        case .timestamping: "for timestamps"
        case .server: "for servers"
        }
    }
}
