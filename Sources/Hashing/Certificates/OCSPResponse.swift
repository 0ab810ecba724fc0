import Bytes
internal import COpenSSL

/// An answer of an authority about single certificates (RFC 6960).
enum OCSPResponse {
    /// What one response says of a certificate; `.unknown` when it does not speak of it, is not by its issuer or a
    /// responder that the issuer appointed, or is too old.
    static func status(
        _ certificate: Certificate, issuer: Certificate, intermediates: [Certificate], anchors: [Certificate],
        in der: [UInt8], at time: Timestamp
    ) throws(OpenSSLError) -> Revocation.Status {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let response = unsafe der.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return unsafe d2i_OCSP_RESPONSE(nil, &start, buffer.count)
        }
        guard let response = unsafe response else { return .unknown }
        defer { unsafe OCSP_RESPONSE_free(response) }
        guard unsafe OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL,
            let basic = unsafe OCSP_response_get1_basic(response)
        else { return .unknown }
        defer { unsafe OCSP_BASICRESP_free(basic) }
        let owner = try X509Owner.reading(certificate.der)
        let authority = try X509Owner.reading(issuer.der)
        guard let single = unsafe single(in: basic, for: owner, issuedBy: authority) else { return .unknown }
        var reason: Int32 = 0
        var revoked: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var issued: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var next: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        let status = unsafe OCSP_single_get0_status(single, &reason, &revoked, &issued, &next)
        guard let asOf = unsafe ASN1Time.read(issued) else { return .unknown }
        // Without an end a response is current only up to the moment for which it was made (RFC 6960, section 2.4).
        guard time <= (unsafe ASN1Time.read(next) ?? asOf) else { return .unknown }
        let store = try TrustStore.holding(anchors: anchors, intermediates: intermediates)
        unsafe exhibit_store_set_time(store.pointer, time_t(asOf.seconds))
        guard unsafe OCSP_basic_verify(basic, store.untrusted, store.pointer, 0) == 1 else { return .unknown }
        switch status {
        case V_OCSP_CERTSTATUS_GOOD: return .good(asOf: asOf)
        case V_OCSP_CERTSTATUS_REVOKED:
            return unsafe ASN1Time.read(revoked).map { .revoked(at: $0) } ?? .unknown
        default: return .unknown
        }
    }

    /// The one answer about a certificate; stays the response's.
    private static func single(
        in basic: OpaquePointer, for certificate: borrowing X509Owner, issuedBy issuer: borrowing X509Owner
    ) -> OpaquePointer? {
        // The digests by which responders name certificates; they protect nothing.
        for isSHA1 in [true, false] {
            let digest = unsafe isSHA1 ? EVP_sha1() : EVP_sha256()
            guard let name = unsafe OCSP_cert_to_id(digest, certificate.pointer, issuer.pointer) else {
                continue
            }
            defer { unsafe OCSP_CERTID_free(name) }
            let place = unsafe OCSP_resp_find(basic, name, -1)
            if place >= 0 { return unsafe OCSP_resp_get0(basic, place) }
        }
        return nil
    }
}
