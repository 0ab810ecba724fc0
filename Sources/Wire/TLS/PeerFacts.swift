internal import CLibSSL

/// What a TLS connection to a server turned out to be.
struct PeerFacts: Sendable {
    let version: String
    let cipher: String
    /// The application protocol that the server chose; nil when it chose none.
    let alpn: String?
    /// Certificates as the server sent them, DER.
    let chainSent: [[UInt8]]
    /// From the server's certificate to the anchor, DER; empty when no path was found.
    let chainVerified: [[UInt8]]
    /// Why the certificate does not verify; nil when it does.
    let problem: String?
    /// The stapled OCSP response, DER.
    let ocsp: [UInt8]?
    /// Signed certificate timestamps (RFC 6962, section 3.2).
    let scts: [[UInt8]]
    let wasResumed: Bool

    private static let maximumCertificates = 20
    private static let maximumTimestamps = 20

    init(_ channel: TLSChannel) {
        let ssl = unsafe channel.pointer
        version = unsafe String(cString: SSL_get_version(ssl))
        cipher =
            unsafe SSL_get_current_cipher(ssl).flatMap { unsafe SSL_CIPHER_get_name($0) }
            .map { unsafe String(cString: $0) } ?? "none"
        var start: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &start, &count)
        alpn = unsafe start.map {
            unsafe String(decoding: UnsafeBufferPointer(start: $0, count: Int(count)), as: UTF8.self)
        }
        chainSent = unsafe Self.certificates(SSL_get_peer_cert_chain(ssl))
        let result = Int32(truncatingIfNeeded: unsafe SSL_get_verify_result(ssl))
        if chainSent.isEmpty {
            problem = "the server showed no certificate"
        } else if result == X509_V_OK {
            problem = nil
        } else {
            problem = unsafe String(cString: X509_verify_cert_error_string(Int(result)))
        }
        chainVerified = problem == nil ? unsafe Self.certificates(SSL_get0_verified_chain(ssl)) : []
        let stapled = unsafe exhibit_stapled_ocsp(ssl, &start)
        ocsp =
            unsafe stapled > 0
            ? start.map { unsafe Array(UnsafeBufferPointer(start: $0, count: stapled)) } : nil
        var scts: [[UInt8]] = []
        for index in 0..<min(Int32(Self.maximumTimestamps), unsafe exhibit_scts_count(ssl)) {
            var bytes: UnsafeMutablePointer<UInt8>?
            let length = unsafe exhibit_sct_at(ssl, index, &bytes)
            guard length > 0, let bytes = unsafe bytes else { continue }
            scts.append(unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(length))))
            unsafe exhibit_free(bytes)
        }
        self.scts = scts
        wasResumed = unsafe SSL_session_reused(ssl) == 1
        ERR_clear_error()
    }

    private static func certificates(_ chain: OpaquePointer?) -> [[UInt8]] {
        (0..<min(Int32(maximumCertificates), unsafe exhibit_chain_count(chain))).compactMap { index in
            var der: UnsafeMutablePointer<UInt8>?
            let count = unsafe i2d_X509(exhibit_chain_at(chain, index), &der)
            guard count > 0, let bytes = unsafe der else { return nil }
            defer { unsafe exhibit_free(bytes) }
            return unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
    }
}
