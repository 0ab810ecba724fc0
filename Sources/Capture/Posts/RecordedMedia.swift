import Bytes
import Codings
import Hashing
import Messages
import Wire

/// A picture, film or sound that was recorded.
struct RecordedMedia: Sendable {
    let record: String
    /// SHA-256 of the file as it comes out of the record, without chunks and codings; nil where that is not known.
    let digest: SHA256Digest?

    private static let maximumBytes = 64 << 20

    /// Nil for what is no whole medium.
    init?(_ response: RecordedMessage, status: Int?, record: RandomUUID) {
        guard status == 200, response.truncated == nil, let head = MessageHead(response.head),
            let type = head.value("content-type")?.lowercased(),
            ["image/", "video/", "audio/"].contains(where: type.hasPrefix)
        else { return nil }
        self.record = record.urn
        let isBare = head.value("transfer-encoding") == nil && head.value("content-encoding") == nil
        switch response.body {
        case .spooled(_, _, let digest): self.digest = isBare ? digest : nil
        case .memory(let bytes) where isBare: digest = SHA256Digest.of(bytes)
        case .memory:
            let body = response.decoded(maximumBytes: Self.maximumBytes)
            digest = body.flatMap { $0.isCut ? nil : $0.bytes }.map { SHA256Digest.of($0) }
        }
    }
}
