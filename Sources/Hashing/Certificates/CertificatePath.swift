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
}
