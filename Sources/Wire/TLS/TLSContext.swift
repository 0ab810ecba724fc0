internal import CLibSSL

/// What connections are made from: anchors for those to servers, a certificate for those from clients. Owns one `SSL_CTX`.
@safe public final class TLSContext: @unchecked Sendable {
    // Invariant of Sendable: a context is set up before it is handed out and only read afterwards.
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe SSL_CTX_free(pointer) }

    private static func make(_ method: OpaquePointer?) throws(WireError) -> TLSContext {
        guard LibSSL.ready, let pointer = unsafe SSL_CTX_new(method) else {
            throw .handshake(LibSSL.reasons())
        }
        let context = unsafe TLSContext(owning: pointer)
        guard unsafe exhibit_context_prepare(pointer) == 1 else { throw .handshake(LibSSL.reasons()) }
        return context
    }

    /// For connections to servers, whose certificates are checked against the system's trust store, wherever the environment
    /// points, and these certificates (DER) besides.
    static func client(additionalAnchors: [[UInt8]]) throws(WireError) -> TLSContext {
        let context = try unsafe make(TLS_client_method())
        let pointer = unsafe context.pointer
        let store = unsafe SSL_CTX_get_cert_store(pointer)
        // The names that were compiled in: SSL_CERT_FILE and SSL_CERT_DIR are not asked. A missing one is no error;
        // then nothing verifies.
        unsafe X509_STORE_load_file(store, X509_get_default_cert_file())
        unsafe X509_STORE_load_path(store, X509_get_default_cert_dir())
        ERR_clear_error()
        for der in additionalAnchors {
            // The store takes a reference of its own.
            try unsafe withCertificate(der) { unsafe X509_STORE_add_cert(store, $0) }
        }
        // The result of the check is read after the handshake, so that a bad chain can be recorded before it is refused.
        unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_NONE, nil)
        unsafe SSL_CTX_set_verify_depth(pointer, 20)
        let protocols: [UInt8] = [8] + "http/1.1".utf8
        guard unsafe SSL_CTX_set_alpn_protos(pointer, protocols, UInt32(protocols.count)) == 0 else {
            throw .handshake(LibSSL.reasons())
        }
        return context
    }

    /// For connections from clients: shows `certificate` and the certificates that lead from it to an authority (DER), and
    /// signs with a P-256 key (DER).
    package static func server(certificate: [UInt8], chain: [[UInt8]], privateKey: [UInt8]) throws(WireError)
        -> TLSContext
    {
        let context = try unsafe make(TLS_server_method())
        let pointer = unsafe context.pointer
        guard unsafe SSL_CTX_use_certificate_ASN1(pointer, Int32(certificate.count), certificate) == 1,
            unsafe SSL_CTX_use_PrivateKey_ASN1(EVP_PKEY_EC, pointer, privateKey, privateKey.count) == 1,
            unsafe SSL_CTX_set_num_tickets(pointer, 0) == 1
        else { throw .handshake(LibSSL.reasons()) }
        for der in chain {
            try unsafe withCertificate(der) { unsafe exhibit_add_chain_certificate(pointer, $0) }
        }
        unsafe exhibit_answer_http11(pointer)
        return context
    }

    /// Hands a certificate, read from DER, to `body`, which gives 1 when it worked.
    private static func withCertificate(_ der: [UInt8], _ body: (OpaquePointer) -> Int32) throws(WireError) {
        let certificate = unsafe der.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return unsafe d2i_X509(nil, &start, bytes.count)
        }
        guard let certificate = unsafe certificate else { throw .handshake(LibSSL.reasons()) }
        defer { unsafe X509_free(certificate) }
        guard unsafe body(certificate) == 1 else { throw .handshake(LibSSL.reasons()) }
    }
}
