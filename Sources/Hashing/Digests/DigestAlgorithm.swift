internal import COpenSSL

/// A digest that something may rest on; no weaker one counts.
public enum DigestAlgorithm: String, Sendable, CaseIterable {
    case sha256, sha384, sha512

    /// The contents of its object identifier (RFC 8017, appendix B.1).
    package var identifier: [UInt8] {
        let last: UInt8 =
            switch self {
            case .sha256: 1
            case .sha384: 2
            case .sha512: 3
            }
        return [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last]
    }

    /// By an AlgorithmIdentifier whose parameters are absent or NULL.
    init?(_ algorithm: DERElement) {
        guard let parts = algorithm.children, let name = parts.first, name.tag == 0x06,
            parts.count == 1 || parts.count == 2 && parts[1].whole.elementsEqual([0x05, 0x00]),
            let found = Self.allCases.first(where: { name.contents.elementsEqual($0.identifier) })
        else { return nil }
        self = found
    }

    /// The digest of `message`.
    public func digest(of message: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        _ = SHA256Algorithm.shared
        let algorithm =
            switch self {
            case .sha256: unsafe EVP_sha256()
            case .sha384: unsafe EVP_sha384()
            case .sha512: unsafe EVP_sha512()
            }
        var value = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard unsafe EVP_Digest(message, message.count, &value, &count, algorithm, nil) == 1 else {
            throw .drained(after: "EVP_Digest")
        }
        return Array(value.prefix(Int(count)))
    }
}
