import Archive
import Codings
import Foreign
import ForeignRecords
public import Posts

/// The posts in a web archive of any maker: bundles, WACZ and WARC files.
public struct RecordedPosts: Sendable {
    public let posts: [WitnessedPost]
    /// Bodies of known platforms that gave none.
    public let unread: [PostCollection.Unread]
    /// What was left out or could not be read, in plain English.
    public let notes: [String]
    public let records: Int
    /// Whether the file is a web archive at all, and whether it was read to its end.
    public let isArchive: Bool
    public let isWhole: Bool

    /// More than any body that is read as one (`HTMLDocument`, `JSONLimits.body`), heads and codings included.
    private static let maximumBlockBytes = 16 << 20
    private static let maximumBodyBytes = 16 << 20

    /// Reads a file. Throws `FileError` when it cannot be opened; a broken one gives what it has.
    public static func read(path: String) throws -> RecordedPosts {
        var collection = PostCollection()
        var cut = 0
        let reading = try ArchivedRecords.forEach(
            path: path, maximumBytes: maximumBlockBytes, wanted: isWanted
        ) {
            header, block in
            if let address = documentAddress(header.uri) {
                guard header.type == "resource" else { return }
                return collection.read(
                    PostBody(address: address, mediaType: "text/html", bytes: block), record: header.id)
            }
            guard header.contentType.hasPrefix("application/http") else {
                let mediaType = HTTPHead.mediaType(header.contentType)
                guard PostCollection.mayHoldPosts(address: header.uri, mediaType: mediaType) else { return }
                return collection.read(
                    PostBody(address: header.uri, mediaType: mediaType, bytes: block), record: header.id)
            }
            let message = try RecordedMessageBody(block, maximumBytes: maximumBodyBytes) {
                PostCollection.mayHoldPosts(address: header.uri, mediaType: $0)
            }
            if message.isCut { cut += 1 }
            guard let body = message.bytes, !body.isEmpty else { return }
            collection.read(
                PostBody(
                    address: header.uri, status: message.status, mediaType: message.mediaType, bytes: body),
                record: header.id)
        }
        var notes: [String] = []
        if let problem = reading.problem { notes.append("not all could be read: \(problem)") }
        if reading.tooLarge + cut > 0 {
            notes.append("\(reading.tooLarge + cut) bodies were too large to be read for posts")
        }
        if collection.surplus > 0 { notes.append("\(collection.surplus) more posts are not listed") }
        return RecordedPosts(
            posts: collection.posts, unread: collection.unread, notes: notes, records: reading.records,
            isArchive: reading.isArchive, isWhole: reading.problem == nil)
    }

    private static func isWanted(_ header: ArchivedRecords.Header) -> Bool {
        switch header.type {
        case "response": true
        case "resource": documentAddress(header.uri) != nil || !header.uri.hasPrefix("urn:")
        default: false
        }
    }

    /// The address of the page whose document a record holds, as it stood at the end.
    private static func documentAddress(_ uri: String) -> String? {
        uri.hasPrefix("urn:dom:") ? String(uri.dropFirst("urn:dom:".count)) : nil
    }
}
