import Archive
import Bytes
import Evidence
import Hashing
public import Reading

/// A bundle of which a part is to be disclosed, as far as it decides what can be withheld.
public struct Original {
    public let bundle: ReadableBundle
    let statement: CaptureStatement
    let statementDigest: SHA256Digest
    let facts: CaptureFacts
    let records: [OriginalRecord]
    /// The number of the record that tells of each connection.
    let connections: [Int: Int]
    /// Paths of the files of `files.jsonl`, in their order.
    let files: [String]
    /// Lines of `evidence/posts.jsonl`.
    let posts: [[UInt8]]

    private static let maximumPosts = 100_000

    /// Reads it; nothing is believed, and what is not of the format ends in an error.
    public init(_ bundle: ReadableBundle) throws {
        guard !bundle.isDerived else { throw DisclosureError.isDerived }
        self.bundle = bundle
        (statement, statementDigest) = try bundle.statement()
        facts = try bundle.facts()
        var records: [OriginalRecord] = []
        try bundle.forEachRecord { records.append(try Self.record($0, in: bundle)) }
        self.records = records
        connections = Dictionary(
            records.compactMap { record in record.connectionTold.map { ($0, record.number) } },
            uniquingKeysWith: { first, _ in first })
        guard records.count == statement.records.count else {
            throw DisclosureError.malformed(BundlePath.records)
        }
        var files: [String] = []
        if let entry = bundle.entry(named: BundlePath.files) {
            try bundle.forEachLine(of: entry) { line in
                guard files.count < BundleLimits.files, let parsed = try? FileLine.parse(line) else {
                    throw DisclosureError.malformed(BundlePath.files)
                }
                files.append(parsed.path)
            }
        }
        guard files.starts(with: DerivedFile.alwaysRemade + [BundlePath.capture]) else {
            throw DisclosureError.malformed(BundlePath.files)
        }
        self.files = files
        var posts: [[UInt8]] = []
        if let entry = bundle.entry(named: BundlePath.posts) {
            try bundle.forEachLine(of: entry) { line in
                guard posts.count < Self.maximumPosts else {
                    throw DisclosureError.tooLarge(BundlePath.posts)
                }
                posts.append(Array(line))
            }
        }
        self.posts = posts
    }

    /// The path of a file by the number of its line.
    public func path(ofFile line: Int) -> String { files.indices.contains(line - 1) ? files[line - 1] : "" }

    private static func record(_ place: RecordPlace, in bundle: ReadableBundle) throws -> OriginalRecord {
        var header = WARCHeader()
        var start: [UInt8] = []
        var bytes = 0
        let hasHead = place.line.type == .request || place.line.type == .response
        try unsafe bundle.read(place) {
            header = $0
        } block: { piece in
            bytes += piece.count
            guard hasHead, start.count < HTTPHead.maximumBytes else { return }
            unsafe start += piece.prefix(HTTPHead.maximumBytes - start.count)
        }
        let head = hasHead ? unsafe start.withUnsafeBytes { unsafe HTTPHead($0) } : nil
        let named = header["WARC-Concurrent-To"].flatMap { RandomUUID(urn: $0.dropFirst().dropLast()) }
        return OriginalRecord(
            place: place, concurrentTo: named,
            connection: header["WARC-Exhibit-Connection"].flatMap { Int($0) },
            isPage: header["WARC-Exhibit-Kind"] == "page",
            digests: ["WARC-Block-Digest", "WARC-Payload-Digest"].compactMap { header[$0] },
            mediaType: head.map(\.mediaType) ?? HTTPHead.mediaType(header["Content-Type"]),
            status: head?.status, blockBytes: bytes)
    }
}
