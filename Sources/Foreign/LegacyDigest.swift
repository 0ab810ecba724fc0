internal import COpenSSL

/// A running digest as other makers' files name it. SHA-1 and MD5 find accidents; they prove nothing against an attacker.
@safe final class LegacyDigest {
    enum Algorithm: String {
        case sha256, sha512, sha1, md5

        var isWeak: Bool { self == .sha1 || self == .md5 }

        /// By a label such as `sha1`, `sha-256` or `SHA256`.
        init?(label: some StringProtocol) {
            self.init(rawValue: label.lowercased().filter { $0 != "-" })
        }
    }

    let algorithm: Algorithm
    private let context: OpaquePointer

    /// Nil when libcrypto has no memory for it.
    init?(_ algorithm: Algorithm) {
        self.algorithm = algorithm
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        unsafe self.context = context
        let kind =
            switch algorithm {
            case .sha256: unsafe EVP_sha256()
            case .sha512: unsafe EVP_sha512()
            case .sha1: unsafe EVP_sha1()
            case .md5: unsafe EVP_md5()
            }
        guard unsafe EVP_DigestInit_ex(context, kind, nil) == 1 else { return nil }
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        _ = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// The value; once.
    func value() -> [UInt8] {
        var value = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard unsafe EVP_DigestFinal_ex(context, &value, &count) == 1 else { return [] }
        return Array(value.prefix(Int(count)))
    }
}
