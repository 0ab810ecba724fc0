import Hashing

/// What a block is called: the digest of its bytes (CIDv1, SHA-256, as the AT Protocol uses it).
struct ContentIdentifier: Hashable, Sendable {
    /// 0x71, DAG-CBOR.
    private static let prefix: [UInt8] = [0x01, 0x71, 0x12, 0x20]
    static let bytes = 36

    let raw: [UInt8]

    /// Nil for every other kind of identifier.
    init?(_ bytes: some Collection<UInt8>) {
        raw = Array(bytes)
        guard raw.count == Self.bytes, raw.starts(with: Self.prefix) else { return nil }
    }

    func names(_ block: some Collection<UInt8>) -> Bool {
        SHA256Digest.of(Array(block)).bytes.elementsEqual(raw.dropFirst(Self.prefix.count))
    }
}
