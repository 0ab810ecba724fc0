import Bytes
internal import COpenSSL

/// A certificate revocation list (RFC 5280, section 5).
enum RevocationList {
    /// What one list says of a certificate; `.unknown` when it is not for it, not by its issuer, or too old.
    static func status(_ certificate: Certificate, path: [Certificate], in der: [UInt8], at time: Timestamp)
        throws(OpenSSLError) -> Revocation.Status
    {
        ERR_clear_error()
        let list = unsafe der.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return unsafe d2i_X509_CRL(nil, &start, buffer.count)
        }
        guard let list = unsafe list else {
            ERR_clear_error()
            return .unknown
        }
        defer { unsafe X509_CRL_free(list) }
        // The times stay the list's. One without an end is never current.
        guard let issued = unsafe ASN1Time.read(X509_CRL_get0_lastUpdate(list)),
            let next = unsafe ASN1Time.read(X509_CRL_get0_nextUpdate(list)), time <= next
        else { return .unknown }
        let store = try TrustStore.holding(anchors: Array(path.suffix(1)), intermediates: path)
        let owner = try X509Owner.reading(certificate.der)
        guard let context = unsafe X509_STORE_CTX_new() else { throw .drained(after: "X509_STORE_CTX_new") }
        defer { unsafe X509_STORE_CTX_free(context) }
        // The store takes a reference of its own.
        guard unsafe X509_STORE_add_crl(store.pointer, list) == 1,
            unsafe X509_STORE_CTX_init(context, store.pointer, owner.pointer, store.untrusted) == 1
        else { throw .drained(after: "X509_STORE_CTX_init") }
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        // The path was validated before, and the list's times were checked above.
        unsafe X509_VERIFY_PARAM_set_flags(
            parameters, UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_NO_CHECK_TIME))
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
        let isValid = unsafe X509_verify_cert(context) == 1
        let code = unsafe X509_STORE_CTX_get_error(context)
        ERR_clear_error()
        if isValid { return .good(asOf: issued) }
        guard code == X509_V_ERR_CERT_REVOKED else { return .unknown }
        var entry: OpaquePointer?  // stays the list's
        guard unsafe X509_CRL_get0_by_cert(list, &entry, owner.pointer) == 1,
            let date = unsafe ASN1Time.read(X509_REVOKED_get0_revocationDate(entry))
        else { return .unknown }
        return .revoked(at: date)
    }
}
