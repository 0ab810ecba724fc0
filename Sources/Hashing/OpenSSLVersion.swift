internal import COpenSSL

/// The libcrypto that this process runs with.
public enum OpenSSLVersion {
    /// As `OpenSSL 3.0.19 27 Jan 2026`.
    public static var text: String { unsafe String(cString: OpenSSL_version(OPENSSL_VERSION)) }

    /// Whether it is a release without the known faults in reading CMS, PKCS#12 and timestamps: 3.0.19 or later of its line.
    public static var isSafe: Bool {
        let version = (OPENSSL_version_major(), OPENSSL_version_minor(), OPENSSL_version_patch())
        let first: (UInt32, UInt32, UInt32) =
            switch (version.0, version.1) {
            case (3, 0): (3, 0, 19)
            case (3, 1), (3, 2), (3, 3): (3, 3, 6)
            case (3, 4): (3, 4, 4)
            case (3, 5): (3, 5, 5)
            default: (3, 6, 1)
            }
        return (version.0, version.1, version.2) >= first
    }
}
