internal import COpenSSL
public import Hashing

/// HMAC with SHA-256 (RFC 2104).
public enum MessageCode {
    /// 32 bytes.
    public static func hmacSHA256(key: [UInt8], _ message: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        _ = SHA256Algorithm.shared
        var value = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        guard
            unsafe HMAC(EVP_sha256(), key, Int32(clamping: key.count), message, message.count, &value, &count)
                != nil,
            count == 32
        else { throw .drained(after: "HMAC") }
        return value
    }
}
