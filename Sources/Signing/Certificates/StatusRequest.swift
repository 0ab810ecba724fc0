internal import COpenSSL
public import Hashing

/// A question to a responder whether a certificate was revoked (RFC 6960, section 4.1).
public enum StatusRequest {
    /// The request in DER, without a nonce: many responders give answers that they made before.
    public static func der(for certificate: Certificate, issuer: Certificate) throws(OpenSSLError) -> [UInt8]
    {
        let subject = try X509Owner.reading(certificate.der)
        let authority = try X509Owner.reading(issuer.der)
        guard let request = unsafe OCSP_REQUEST_new() else { throw .drained(after: "OCSP_REQUEST_new") }
        defer { unsafe OCSP_REQUEST_free(request) }
        // SHA-1 names the issuer here and secures nothing; many responders know no other (RFC 5019, section 2.1.1).
        guard let id = unsafe OCSP_cert_to_id(EVP_sha1(), subject.pointer, authority.pointer) else {
            throw .drained(after: "OCSP_cert_to_id")
        }
        // The request takes the id when it is added.
        guard unsafe OCSP_request_add0_id(request, id) != nil else {
            unsafe OCSP_CERTID_free(id)
            throw .drained(after: "OCSP_request_add0_id")
        }
        var start: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_OCSP_REQUEST(request, &start)
        guard count > 0, let bytes = unsafe start else { throw .drained(after: "i2d_OCSP_REQUEST") }
        defer { unsafe CRYPTO_free(bytes, #file, 0) }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
}
