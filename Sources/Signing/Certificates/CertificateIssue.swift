public import Bytes
internal import COpenSSL
public import Hashing

/// Makes certificates: an officer's, signed by itself, and those of the recording proxy.
public enum CertificateIssue {
    /// What a certificate is for.
    public enum Use: Sendable {
        /// Signs statements: digitalSignature and nonRepudiation, no extended use, so that `openssl cms -verify` takes it.
        case officer
        /// Signs the leaves of one capture's proxy.
        case authority
        /// Answers for these DNS names and IP addresses.
        case server(hosts: [String])
    }

    /// A certificate for `key` with the names given, valid for `days` from `from`.
    ///
    /// Signed by `issuer`, or by itself. The serial number is random.
    public static func make(
        _ use: Use, key: SigningKey, commonName: String, organization: String? = nil, from: Timestamp,
        days: Int,
        issuer: (certificate: Certificate, key: SigningKey)? = nil
    ) throws(OpenSSLError) -> Certificate {
        ERR_clear_error()
        guard let pointer = unsafe X509_new() else { throw .drained(after: "X509_new") }
        let certificate = unsafe X509Owner(owning: pointer)
        var serial = try SecureRandom.bytes(16)
        serial[0] = serial[0] & 0x7F | 0x40  // positive, and always 16 bytes long
        guard unsafe X509_set_version(pointer, 2) == 1,
            let number = unsafe BN_bin2bn(serial, 16, nil)
        else { throw .drained(after: "X509_set_version") }
        defer { unsafe BN_free(number) }
        guard unsafe BN_to_ASN1_INTEGER(number, X509_get_serialNumber(pointer)) != nil,
            unsafe ASN1_TIME_set(X509_getm_notBefore(pointer), time_t(from.seconds)) != nil,
            unsafe ASN1_TIME_set(X509_getm_notAfter(pointer), time_t(from.seconds + Int64(days) * 86400))
                != nil,
            unsafe X509_set_pubkey(pointer, key.pointer) == 1
        else { throw .drained(after: "X509_set_pubkey") }
        let subject = unsafe X509_get_subject_name(pointer)
        for (kind, text) in [(NID_organizationName, organization), (NID_commonName, commonName)] {
            guard let text else { continue }
            let bytes = Array(text.utf8)
            guard
                unsafe X509_NAME_add_entry_by_NID(
                    subject, kind, MBSTRING_UTF8, bytes, Int32(bytes.count), -1, 0) == 1
            else { throw .drained(after: "X509_NAME_add_entry_by_NID") }
        }
        if let issuer {
            // The owner lives to the end of this scope, and so does its pointer.
            let owner = try X509Owner.reading(issuer.certificate.der)
            // Strict path validation asks for the issuer's key identifier (RFC 5280, section 4.2.1.1).
            let identifier = (NID_authority_key_identifier, "keyid:always")
            try unsafe sign(
                pointer, with: extensions(for: use) + [identifier], issuedBy: owner.pointer, key: issuer.key)
        } else {
            try unsafe sign(pointer, with: extensions(for: use), issuedBy: pointer, key: key)
        }
        return try Certificate(der: try certificate.der())
    }

    private static func sign(
        _ certificate: OpaquePointer, with extensions: [(kind: Int32, text: String)],
        issuedBy issuer: OpaquePointer, key: SigningKey
    ) throws(OpenSSLError) {
        guard unsafe X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 else {
            throw .drained(after: "X509_set_issuer_name")
        }
        for (kind, text) in extensions {
            try unsafe add(kind, text, to: certificate, issuedBy: issuer)
        }
        guard unsafe X509_sign(certificate, key.pointer, EVP_sha256()) > 0 else {
            throw .drained(after: "X509_sign")
        }
    }

    private static func extensions(for use: Use) -> [(kind: Int32, text: String)] {
        switch use {
        case .officer:
            [
                (NID_basic_constraints, "critical,CA:FALSE"),
                (NID_key_usage, "critical,digitalSignature,nonRepudiation"),
                (NID_subject_key_identifier, "hash"),
            ]
        case .authority:
            [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                (NID_key_usage, "critical,keyCertSign"),
                (NID_subject_key_identifier, "hash"),
            ]
        case .server(let hosts):
            [
                (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, "serverAuth"),
                (
                    NID_subject_alt_name,
                    hosts.map { (isAddress($0) ? "IP:" : "DNS:") + $0 }.joined(separator: ",")
                ),
            ]
        }
    }

    private static func isAddress(_ host: String) -> Bool {
        host.contains(":")
            || host.utf8.allSatisfy {
                $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }

    private static func add(
        _ kind: Int32, _ text: String, to certificate: OpaquePointer, issuedBy issuer: OpaquePointer
    )
        throws(OpenSSLError)
    {
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, issuer, certificate, nil, nil, 0)
        guard let value = unsafe X509V3_EXT_conf_nid(nil, &context, kind, text) else {
            throw .drained(after: "X509V3_EXT_conf_nid")
        }
        defer { unsafe X509_EXTENSION_free(value) }  // X509_add_ext copies it
        guard unsafe X509_add_ext(certificate, value, -1) == 1 else { throw .drained(after: "X509_add_ext") }
    }
}
