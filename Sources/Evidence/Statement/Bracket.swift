public import Bytes
public import Hashing

/// What ties the connections of a capture to a moment: a timestamp token that was had before the first of them.
public struct Bracket: Sendable, Equatable {
    public let bundle: RandomUUID
    /// SPKI digest of the packaging key.
    public let packaging: SHA256Digest
    /// Digest of `evidence/bracket.tst`.
    public let token: SHA256Digest

    public init(bundle: RandomUUID, packaging: SHA256Digest, token: SHA256Digest) {
        self.bundle = bundle
        self.packaging = packaging
        self.token = token
    }

    public static let saltBytes = 16

    /// `ClientHello.random` of a connection (`docs/formats/connection.md`): no older handshake can hold it.
    public func random(connection number: Int, salt: [UInt8]) -> [UInt8] {
        let count = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        return SHA256Digest.of(
            Array("exhibit-bracket/1".utf8), bundle.bytes, packaging.bytes, token.bytes, count, salt
        ).bytes
    }

    /// What the token is over (bundle format, section 7.3): so it is this bundle's and no other's.
    public static func imprinted(bundle: RandomUUID, packaging: SHA256Digest) -> [UInt8] {
        Array("exhibit-bracket/1\n\(bundle.urn)\n\(packaging.text)\n".utf8)
    }
}
