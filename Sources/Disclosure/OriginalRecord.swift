import Bytes
import Evidence
import Hashing
import Reading

/// A record of the original: its line, and what of its header decides what goes with it.
struct OriginalRecord {
    let place: RecordPlace
    let concurrentTo: RandomUUID?
    let connection: Int?
    let isPage: Bool
    /// Texts of the block and payload digests, as the header has them.
    let digests: [String]
    let mediaType: String?
    let status: String?
    let blockBytes: Int

    var number: Int { place.number }
    var line: RecordLine { place.line }
    var isExchange: Bool { line.type == .request || line.type == .response }

    /// Whether it shows the page as the program saw it.
    var isPageArtifact: Bool {
        guard line.type == .resource, let uri = line.uri else { return false }
        return ["urn:view:", "urn:viewDOM:", "urn:fullPage:", "urn:pdf:", "urn:dom:", "urn:text:"].contains {
            uri.hasPrefix($0)
        }
    }

    /// The number of the connection that this record tells of.
    var connectionTold: Int? {
        guard line.type == .resource, let uri = line.uri, uri.hasPrefix(RecordURI.connectionPrefix) else {
            return nil
        }
        return Int(uri.dropFirst(RecordURI.connectionPrefix.count))
    }

    /// The record that this one belongs to by its name: interim and unreadable answers.
    var belongsTo: RandomUUID? {
        guard line.type == .resource, let uri = line.uri else { return nil }
        return ["urn:exhibit:interim:", "urn:exhibit:unreadable:"].lazy.compactMap {
            uri.hasPrefix($0) ? RandomUUID(uri.dropFirst($0.count)) : nil
        }.first
    }
}
