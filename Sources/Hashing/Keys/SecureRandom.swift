public import Bytes
internal import COpenSSL

/// Random bytes of libcrypto's generator.
public enum SecureRandom {
    public static func bytes(_ count: Int) throws(OpenSSLError) -> [UInt8] {
        ERR_clear_error()
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe RAND_bytes(&bytes, Int32(clamping: count)) == 1 else {
            throw .drained(after: "RAND_bytes")
        }
        return bytes
    }

    /// A fresh name for a bundle or record.
    public static func uuid() throws(OpenSSLError) -> RandomUUID { RandomUUID(randomBytes: try bytes(16)) }
}
