import Archive
import Hashing

/// What a record turned out to hold when its member was opened.
struct OpenedRecord {
    let form: RecordForm
    let blockDigest: SHA256Digest?
    let payloadDigest: SHA256Digest
    let head: HTTPHead?
    /// The block, when it is small enough to have been kept.
    let block: [UInt8]?

    enum Problem: Error {
        case header(String)
        case length(stated: Int)
        case end
    }
}
