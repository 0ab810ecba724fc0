internal import COpenSSL

/// A call into libcrypto that failed.
public struct OpenSSLError: Error, Equatable, CustomStringConvertible {
    /// The call.
    public let call: String
    /// Its reasons, the first cause first; they hold no key material.
    public let reasons: [String]

    /// Empties the calling thread's error queue into an error about `call`.
    package static func drained(after call: String) -> OpenSSLError {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            if reasons.count < 8, let reason = unsafe ERR_reason_error_string(code) {
                reasons.append(unsafe String(cString: reason))
            }
        }
        return OpenSSLError(call: call, reasons: reasons)
    }

    public var description: String {
        reasons.isEmpty ? "\(call) failed" : "\(call): \(reasons.joined(separator: ", "))"
    }
}
