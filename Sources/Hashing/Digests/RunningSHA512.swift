internal import COpenSSL

/// A running SHA-512 over bytes that arrive in pieces: for manifests that name it. Owns one `EVP_MD_CTX`.
@safe public struct RunningSHA512: ~Copyable {
    private let context: OpaquePointer

    private init(owning context: OpaquePointer) { unsafe self.context = context }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// A digest of nothing yet.
    public static func begin() throws(OpenSSLError) -> RunningSHA512 {
        _ = SHA256Algorithm.shared
        guard let context = unsafe EVP_MD_CTX_new() else { throw .drained(after: "EVP_MD_CTX_new") }
        let digest = unsafe RunningSHA512(owning: context)
        guard unsafe EVP_DigestInit_ex(digest.context, EVP_sha512(), nil) == 1 else {
            throw .drained(after: "EVP_DigestInit_ex")
        }
        return digest
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) throws(OpenSSLError) {
        guard unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            throw .drained(after: "EVP_DigestUpdate")
        }
    }

    /// Ends the digest: 64 bytes.
    public consuming func finalize() throws(OpenSSLError) -> [UInt8] {
        var value = [UInt8](repeating: 0, count: 64)
        guard unsafe EVP_DigestFinal_ex(context, &value, nil) == 1 else {
            throw .drained(after: "EVP_DigestFinal_ex")
        }
        return value
    }
}
