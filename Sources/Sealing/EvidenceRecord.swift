public import Bytes
public import Evidence
import Files
public import Hashing
public import Storage

/// A record to be put into a bundle, complete: its block is all there, in memory or in a spool file.
public struct EvidenceRecord: Sendable {
    public var type: RecordType
    public var id: RandomUUID
    public var date: Timestamp
    /// Nil for warcinfo only.
    public var uri: String?
    public var concurrentTo: RandomUUID?
    public var address: String?
    /// `length`, `time` or `disconnect`.
    public var truncated: String?
    /// Whether this response is the page captured.
    public var isPage = false
    public var connection: Int?
    /// Why a request has no response.
    public var outcome: String?
    /// The value of `WARC-Exhibit-Masked`.
    public var masked: String?
    public var contentType: String
    public var block: Block

    /// What follows the record's header.
    public enum Block: Sendable {
        /// The HTTP head, empty where there is none, and the payload.
        case bytes(head: [UInt8], payload: [UInt8])
        /// The HTTP head, and a payload on disk of this size and digest.
        case spooled(head: [UInt8], payload: SpoolFile, bytes: Int, digest: SHA256Digest)

        /// Size of the block.
        public var bytes: Int {
            switch self {
            case .bytes(let head, let payload): head.count + payload.count
            case .spooled(let head, _, let bytes, _): head.count + bytes
            }
        }

        var head: [UInt8] {
            switch self {
            case .bytes(let head, _), .spooled(let head, _, _, _): head
            }
        }
    }

    public init(
        _ type: RecordType, id: RandomUUID, date: Timestamp, uri: String?, contentType: String, block: Block
    ) {
        self.type = type
        self.id = id
        self.date = date
        self.uri = uri
        self.contentType = contentType
        self.block = block
    }

    /// A resource record with this block.
    public static func resource(
        _ uri: String, id: RandomUUID, date: Timestamp, contentType: String, bytes: [UInt8]
    ) -> EvidenceRecord {
        EvidenceRecord(
            .resource, id: id, date: date, uri: uri, contentType: contentType,
            block: .bytes(head: [], payload: bytes))
    }
}
