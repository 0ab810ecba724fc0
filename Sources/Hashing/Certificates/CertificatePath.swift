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
    ///
    /// Keys and digests below 112 bits of strength are refused, in the whole path. Revocation is `Revocation`'s.
    public static func verify(
        _ leaf: Certificate, intermediates: [Certificate], anchors: [Certificate], at time: Timestamp,
        for purpose: CertificatePurpose
    ) throws(OpenSSLError) -> Result {
        let store = try TrustStore.holding(anchors: anchors, intermediates: intermediates)
        let owner = try X509Owner.reading(leaf.der)
        guard let context = unsafe X509_STORE_CTX_new() else { throw .drained(after: "X509_STORE_CTX_new") }
        defer { unsafe X509_STORE_CTX_free(context) }
        guard unsafe X509_STORE_CTX_init(context, store.pointer, owner.pointer, store.untrusted) == 1 else {
            throw .drained(after: "X509_STORE_CTX_init")
        }
        // The parameters stay the context's. Level 2 refuses keys and digests below 112 bits of strength.
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        unsafe X509_VERIFY_PARAM_set_time(parameters, time_t(time.seconds))
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
        if purpose.isStrict { unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_X509_STRICT)) }
        if let checks = purpose.checks { unsafe X509_VERIFY_PARAM_set_purpose(parameters, checks) }
        guard unsafe X509_verify_cert(context) == 1 else {
            let code = unsafe X509_STORE_CTX_get_error(context)
            ERR_clear_error()
            return .notAnchored(unsafe String(cString: X509_verify_cert_error_string(Int(code))))
        }
        guard purpose.allows(owner) else {
            return .notAnchored("the certificate is not \(purpose.words)")
        }
        var path: [Certificate] = []
        let chain = unsafe X509_STORE_CTX_get0_chain(context)  // stays the context's
        let count = unsafe exhibit_certificates_count(chain)
        for index in 0..<max(0, count) {
            guard let one = unsafe exhibit_certificates_at(chain, index), unsafe X509_up_ref(one) == 1 else {
                throw .drained(after: "X509_up_ref")
            }
            let link = unsafe X509Owner(owning: one)
            guard index == 0 || index == count - 1 || purpose.allows(issuer: link) else {
                return .notAnchored("an authority in the path is not \(purpose.words)")
            }
            path.append(try Certificate(link))
        }
        return .anchored(path)
    }
}
