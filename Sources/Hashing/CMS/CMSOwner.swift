internal import COpenSSL

/// Owns one `CMS_ContentInfo`.
@safe package struct CMSOwner: ~Copyable {
    package let pointer: OpaquePointer

    package init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe CMS_ContentInfo_free(pointer) }

    /// Reads a structure that fills `der` exactly.
    static func reading(_ der: [UInt8]) throws(OpenSSLError) -> CMSOwner {
        ERR_clear_error()
        let pointer = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var start = buffer.baseAddress
            guard let pointer = unsafe d2i_CMS_ContentInfo(nil, &start, buffer.count) else { return nil }
            guard unsafe start == buffer.baseAddress.map({ unsafe $0 + buffer.count }) else {
                unsafe CMS_ContentInfo_free(pointer)
                return nil
            }
            return unsafe pointer
        }
        guard let pointer = unsafe pointer else { throw .drained(after: "d2i_CMS_ContentInfo") }
        return unsafe CMSOwner(owning: pointer)
    }

    package func der() throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        var der: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_CMS_ContentInfo(pointer, &der)
        guard count > 0 else { throw .drained(after: "i2d_CMS_ContentInfo") }
        defer { unsafe CRYPTO_free(der, #file, #line) }
        return unsafe Array(UnsafeBufferPointer(start: der, count: Int(count)))
    }

    /// The certificates that the structure carries, in its order; each is shown to `look` with its own pointer, which stays
    /// the structure's.
    func certificates(_ look: (Certificate, OpaquePointer) -> Void) throws(OpenSSLError) -> [Certificate] {
        guard let stack = unsafe CMS_get1_certs(pointer) else { return [] }
        defer { unsafe exhibit_certificates_free(stack) }
        var certificates: [Certificate] = []
        let count = unsafe exhibit_certificates_count(stack)
        for index in 0..<max(0, count) {
            guard let one = unsafe exhibit_certificates_at(stack, index), unsafe X509_up_ref(one) == 1 else {
                continue
            }
            let certificate = try Certificate(unsafe X509Owner(owning: one))
            certificates.append(certificate)
            unsafe look(certificate, one)
        }
        return certificates
    }
}
