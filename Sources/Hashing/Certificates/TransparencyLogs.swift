public import Bytes
internal import COpenSSL

/// Certificate transparency logs whose keys the verifier was given (RFC 6962). Owns one `CTLOG_STORE`.
@safe public final class TransparencyLogs: @unchecked Sendable {
    // Invariant of Sendable: the store is filled before it is handed out, and only read afterwards.
    private let store: OpaquePointer

    private init(owning store: OpaquePointer) { unsafe self.store = store }

    deinit { unsafe CTLOG_STORE_free(store) }

    /// From a list in the form of OpenSSL's `ct_log_list.cnf`: `enabled_logs`, and a section with `description` and `key`
    /// for each.
    public static func reading(_ path: String) throws(OpenSSLError) -> TransparencyLogs {
        ERR_clear_error()
        _ = SHA256Algorithm.shared
        guard let store = unsafe CTLOG_STORE_new() else { throw .drained(after: "CTLOG_STORE_new") }
        let logs = unsafe TransparencyLogs(owning: store)
        guard unsafe CTLOG_STORE_load_file(store, path) == 1 else {
            throw .drained(after: "CTLOG_STORE_load_file")
        }
        return logs
    }

    /// How many of these signed certificate timestamps (section 3.2) one of the logs made for a certificate, and not after
    /// a time; of those over its precertificate too.
    public func countValid(
        _ timestamps: [[UInt8]], for certificate: Certificate, issuer: Certificate, at time: Timestamp
    ) throws(OpenSSLError) -> Int {
        let leaf = try X509Owner.reading(certificate.der)
        let authority = try X509Owner.reading(issuer.der)
        guard let context = unsafe CT_POLICY_EVAL_CTX_new() else {
            throw .drained(after: "CT_POLICY_EVAL_CTX_new")
        }
        defer {
            unsafe CT_POLICY_EVAL_CTX_free(context)
            ERR_clear_error()
        }
        // Certificates get references of their own; the store stays ours.
        guard unsafe CT_POLICY_EVAL_CTX_set1_cert(context, leaf.pointer) == 1,
            unsafe CT_POLICY_EVAL_CTX_set1_issuer(context, authority.pointer) == 1
        else { throw .drained(after: "CT_POLICY_EVAL_CTX_set1_cert") }
        unsafe CT_POLICY_EVAL_CTX_set_shared_CTLOG_STORE(context, store)
        unsafe CT_POLICY_EVAL_CTX_set_time(context, UInt64(max(0, time.seconds)) * 1000)
        return timestamps.count { bytes in
            // Where it came from says what it is over: the certificate, or that without the timestamps.
            [SCT_SOURCE_TLS_EXTENSION, SCT_SOURCE_X509V3_EXTENSION].contains { source in
                let timestamp = unsafe bytes.withUnsafeBufferPointer { buffer in
                    var start = buffer.baseAddress
                    return unsafe o2i_SCT(nil, &start, buffer.count)
                }
                guard let timestamp = unsafe timestamp else { return false }
                defer { unsafe SCT_free(timestamp) }
                return unsafe SCT_set_source(timestamp, source) == 1 && SCT_validate(timestamp, context) == 1
            }
        }
    }
}
