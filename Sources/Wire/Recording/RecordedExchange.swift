public import Bytes
import Files
public import Hashing
public import Storage

/// A request and what came of it, as the bytes crossed the wire, secrets masked.
public struct RecordedExchange: Sendable {
    /// When the request was sent.
    public let begun: Timestamp
    public let uri: String
    public let method: String
    /// The number of the connection.
    public let connection: Int
    /// The server's address; nil behind an outbound proxy.
    public let address: String?
    public let request: RecordedMessage
    /// Nil when there was no answer; then `outcome` says why.
    public let response: RecordedMessage?
    /// `no-answer`, `unfinished` or `disconnect`, as the bundle format has them.
    public let outcome: String?
    /// The same in words, for a response that was cut as well.
    public let failure: String?
    public let status: Int?
    /// The value of `Location` in the response.
    public let location: String?
    /// Interim responses (1xx) before the response, as they came.
    public let interim: [UInt8]
    /// The first bytes of an answer that is no HTTP.
    public let unreadable: [UInt8]
}

/// One message of an exchange.
public struct RecordedMessage: Sendable {
    /// Start line and fields through the empty line, with masks in place.
    public let head: [UInt8]
    public let body: RecordedBody
    /// `length`, `time` or `disconnect` when the body was cut.
    public let truncated: String?
    /// Masked ranges, in bytes of head and body together, ascending.
    public let masks: [Mask]

    /// A range that holds the mask instead of a secret.
    public struct Mask: Sendable, Equatable {
        public let offset: Int
        public let kind: String
        /// What the wire had there; never leaves memory but into an escrow.
        public let secret: [UInt8]
    }
}

/// A body, chunk framing and content coding included.
public enum RecordedBody: Sendable {
    case memory([UInt8])
    case spooled(SpoolFile, bytes: Int, digest: SHA256Digest)

    public var bytes: Int {
        switch self {
        case .memory(let bytes): bytes.count
        case .spooled(_, let bytes, _): bytes
        }
    }
}
