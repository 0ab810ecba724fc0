internal import COpenSSL

/// Anchors and material for paths, as libcrypto wants them. Owns an `X509_STORE` and a stack of certificates.
@safe struct TrustStore: ~Copyable {
    let pointer: OpaquePointer
    let untrusted: OpaquePointer

    private init(owning pointer: OpaquePointer, _ untrusted: OpaquePointer) {
        unsafe self.pointer = pointer
        unsafe self.untrusted = untrusted
    }

    deinit {
        unsafe X509_STORE_free(pointer)
        unsafe exhibit_certificates_free(untrusted)
    }

    /// Only `anchors` are trusted; `intermediates` are material.
    static func holding(anchors: [Certificate], intermediates: [Certificate]) throws(OpenSSLError)
        -> TrustStore
    {
        ERR_clear_error()
        guard let pointer = unsafe X509_STORE_new() else { throw .drained(after: "X509_STORE_new") }
        guard let untrusted = unsafe exhibit_certificates_new() else {
            unsafe X509_STORE_free(pointer)
            throw .drained(after: "sk_X509_new_null")
        }
        let store = unsafe TrustStore(owning: pointer, untrusted)
        for anchor in anchors {
            let owner = try X509Owner.reading(anchor.der)
            // The store takes a reference of its own.
            guard unsafe X509_STORE_add_cert(store.pointer, owner.pointer) == 1 else {
                throw .drained(after: "X509_STORE_add_cert")
            }
        }
        for intermediate in intermediates {
            let owner = try X509Owner.reading(intermediate.der)
            guard unsafe X509_up_ref(owner.pointer) == 1,
                unsafe exhibit_certificates_push(store.untrusted, owner.pointer) > 0
            else { throw .drained(after: "sk_X509_push") }
        }
        return store
    }
}
