import Archive
import Hashing

/// What a record turned out to hold when its member was opened.
struct OpenedRecord {
    let form: RecordForm
    /// Nil for a block that carries none.
    let blockDigest: SHA256Digest?
    let payloadDigest: SHA256Digest
    let head: HTTPHead?
    /// Whether the masked ranges hold nothing but the mask.
    let masksHold: Bool
    /// The block, for the records of which a check reads it.
    let block: [UInt8]?

    enum Problem: Error {
        case header(String)
        case length(stated: Int)
        case end
    }
}
