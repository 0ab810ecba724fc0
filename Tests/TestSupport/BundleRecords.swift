import Archive
import Files

/// The records of a bundle, read one by one, for tests.
public struct BundleRecords: Sendable {
    public struct Record: Sendable {
        public let type: String
        public let uri: String
        public let block: [UInt8]
        public let fields: [String: String]

        /// What follows the HTTP head.
        public var body: ArraySlice<UInt8> {
            guard let end = block.indices.first(where: { block[$0...].starts(with: [13, 10, 13, 10]) }) else {
                return []
            }
            return block[(end + 4)...]
        }
    }

    public let records: [Record]

    /// Throws when anything cannot be read.
    public static func of(_ path: String) throws -> BundleRecords {
        let source = FileSource(try OpenFile.reading(path))
        var records: [Record] = []
        for entry in try ContainerReader(source).entries where entry.name.hasPrefix("archive/") {
            let bytes = try source.read(at: entry.offset, count: entry.bytes)
            var place = 0
            while place < bytes.count {
                let decompressor = try StreamDecompressor()
                var contents: [UInt8] = []
                try unsafe bytes[place...].withUnsafeBytes { rest in
                    place += try unsafe decompressor.append(rest) { unsafe contents += $0 }
                }
                records.append(try record(contents))
            }
        }
        return BundleRecords(records: records)
    }

    private static func record(_ contents: [UInt8]) throws -> Record {
        let (header, count) = try unsafe contents.withUnsafeBytes { try unsafe WARCHeader.parse($0) }
        let fields = Dictionary(header.fields.map { ($0.name, $0.value) }) { first, _ in first }
        return Record(
            type: header["WARC-Type"] ?? "", uri: header["WARC-Target-URI"] ?? "",
            block: Array(contents[count...].dropLast(4)), fields: fields)
    }

    /// The first record of this type and address.
    public func first(_ type: String, _ uri: String) -> Record? {
        records.first { $0.type == type && $0.uri == uri }
    }
}
