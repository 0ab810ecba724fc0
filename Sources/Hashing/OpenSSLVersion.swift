internal import COpenSSL

/// The libcrypto that this process runs with.
public enum OpenSSLVersion {
    /// As `OpenSSL 3.0.19 27 Jan 2026`.
    public static var text: String { unsafe String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
