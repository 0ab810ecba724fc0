public import Bytes
internal import COpenSSL

/// Path validation from a certificate to anchors that the verifier was given (RFC 5280, section 6).
public enum CertificatePath {
    public enum Result: Sendable, Equatable {
        /// The path, from the certificate to the anchor.
        case anchored([Certificate])
        /// Why there is none, in libcrypto's words.
        case notAnchored(String)
    }

    /// Looks for a path at a time. Only `anchors` are trusted; `intermediates` are material.
    public static func verify(
        _ leaf: Certificate, intermediates: [Certificate], anchors: [Certificate], at time: Timestamp
    ) throws(OpenSSLError) -> Result {
        ERR_clear_error()
        guard let store = unsafe X509_STORE_new() else { throw .drained(after: "X509_STORE_new") }
        defer { unsafe X509_STORE_free(store) }
        for anchor in anchors {
            let owner = try X509Owner.reading(anchor.der)
            // The store takes a reference of its own.
            guard unsafe X509_STORE_add_cert(store, owner.pointer) == 1 else {
                throw .drained(after: "X509_STORE_add_cert")
            }
        }
        guard let untrusted = unsafe exhibit_certificates_new() else {
            throw .drained(after: "sk_X509_new_null")
        }
        defer { unsafe exhibit_certificates_free(untrusted) }
        for intermediate in intermediates {
            let owner = try X509Owner.reading(intermediate.der)
            guard unsafe X509_up_ref(owner.pointer) == 1,
                unsafe exhibit_certificates_push(untrusted, owner.pointer) > 0
            else { throw .drained(after: "sk_X509_push") }
        }
        guard let context = unsafe X509_STORE_CTX_new() else { throw .drained(after: "X509_STORE_CTX_new") }
        defer { unsafe X509_STORE_CTX_free(context) }
        let owner = try X509Owner.reading(leaf.der)
        guard unsafe X509_STORE_CTX_init(context, store, owner.pointer, untrusted) == 1 else {
            throw .drained(after: "X509_STORE_CTX_init")
        }
        // The parameters stay the context's. Level 2 refuses keys and digests below 112 bits of strength.
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        unsafe X509_VERIFY_PARAM_set_time(parameters, time_t(time.seconds))
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
        unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_X509_STRICT))
        guard unsafe X509_verify_cert(context) == 1 else {
            let code = unsafe X509_STORE_CTX_get_error(context)
            ERR_clear_error()
            return .notAnchored(unsafe String(cString: X509_verify_cert_error_string(Int(code))))
        }
        guard signsDocuments(owner) else {
            return .notAnchored("the certificate is not for signing documents")
        }
        var path: [Certificate] = []
        let chain = unsafe X509_STORE_CTX_get0_chain(context)  // stays the context's
        let count = unsafe exhibit_certificates_count(chain)
        for index in 0..<max(0, count) {
            guard let one = unsafe exhibit_certificates_at(chain, index), unsafe X509_up_ref(one) == 1 else {
                continue
            }
            path.append(try Certificate(unsafe X509Owner(owning: one)))
        }
        return .anchored(path)
    }

    /// Whether key usage, if it is stated, has signatures in it, and extended key usage more than TLS and services
    /// (RFC 5280, sections 4.2.1.3 and 4.2.1.12): a web server's certificate must not vouch for an officer.
    private static func signsDocuments(_ owner: borrowing X509Owner) -> Bool {
        let signatures = UInt32(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)
        guard unsafe X509_get_key_usage(owner.pointer) & signatures != 0 else { return false }
        // All bits are set when the certificate says nothing of it.
        let extended = unsafe X509_get_extended_key_usage(owner.pointer)
        let people = UInt32(XKU_SMIME | XKU_CODE_SIGN | XKU_ANYEKU)
        let services = UInt32(XKU_SSL_SERVER | XKU_SSL_CLIENT | XKU_OCSP_SIGN | XKU_TIMESTAMP | XKU_DVCS)
        return extended & people != 0 || extended & services == 0
    }
}
