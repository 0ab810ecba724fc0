import Archive
import Bytes
import Evidence
import Files
import Hashing
import Storage
import Transparency
import Writing

extension BundleWriter {
    /// What is written so far.
    struct State {
        let file: OpenFile
        let container: ContainerWriter
        let journal: Journal
        var archiveFiles: [DataPackage.Resource] = []
        var fileNumber = 0
        var isFileOpen = false
        /// Whether the open file holds a large record, which is alone in its file.
        var isFileFull = false
        var ledger: Ledger
        /// Records under the last checkpoint, and when it was made.
        var checkpointed = 0
        var lastCheckpoint: Int64 = 0
        var lastSync: Int64 = 0
        var isBroken = false
        var isFinished = false
    }

    /// What tree, index, pages and counts need of the records so far.
    struct Ledger {
        private(set) var tree = MerkleTree()
        var indexLines: SortedLines
        private(set) var pages: [Page] = []
        /// Lines of `evidence/actions.jsonl`, each without its LF.
        var actions: [[UInt8]] = []
        /// Bytes of all blocks.
        private(set) var bytes = 0
        private(set) var exchanges = 0
        private(set) var connections = 0

        /// An empty one of a bundle in this folder.
        init(folder: String) { indexLines = SortedLines(spoolingIn: folder) }

        /// Takes a record's line and what it tells of the record.
        mutating func add(_ line: [UInt8], _ record: IndexedRecord) throws {
            tree.append(MerkleTree.leaf(line))
            bytes += record.blockBytes
            if record.type == .response { exchanges += 1 }
            if let uri = record.uri, uri.hasPrefix(RecordURI.connectionPrefix) { connections += 1 }
            if record.isPage, let uri = record.uri {
                pages.append(Page(id: record.id, uri: uri, date: record.date, status: record.head?.status))
            }
            if let line = record.indexLine { try indexLines.append(line) }
        }
    }

    /// A line of `pages.jsonl`, and the HTTP status of the page.
    struct Page {
        let id: RandomUUID
        let uri: String
        let date: Timestamp
        let status: String?
    }

    /// What index, pages and counts need of a record.
    struct IndexedRecord {
        let type: RecordType
        let id: RandomUUID
        let date: Timestamp
        let uri: String?
        let isPage: Bool
        let contentType: String
        let blockBytes: Int
        let head: HTTPHead?
        let payloadDigest: SHA256Digest?
        /// The archive file, and where in it the member lies.
        let file: String
        let offset: Int
        let length: Int

        /// The line of the index; nil for a record that has none.
        fileprivate var indexLine: [UInt8]? {
            guard type == .response || type == .resource, let uri, let payloadDigest else { return nil }
            return CDXJLine(
                uri: uri, fourteenDigits: date.fourteenDigits,
                mime: type == .response ? head?.mediaType : HTTPHead.mediaType(contentType),
                status: head?.status, digest: payloadDigest.text, length: length, offset: offset,
                filename: Folder.name(of: file)
            ).serialized
        }
    }
}
