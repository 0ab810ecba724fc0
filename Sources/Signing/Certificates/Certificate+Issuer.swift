internal import COpenSSL
public import Hashing

extension Certificate {
    /// Whether `issuer` is named as the issuer, may sign certificates, and its key made this one's signature.
    ///
    /// Nothing is said of times and trust.
    public func isIssued(by issuer: Certificate) throws(OpenSSLError) -> Bool {
        let subject = try X509Owner.reading(der)
        let authority = try X509Owner.reading(issuer.der)
        // The key stays the certificate's.
        let isSigned =
            unsafe X509_check_issued(authority.pointer, subject.pointer) == X509_V_OK
            && X509_verify(subject.pointer, X509_get0_pubkey(authority.pointer)) == 1
        ERR_clear_error()
        return isSigned
    }
}
