import Archive
import Bytes
import Evidence
import Hashing

/// The archive files of a draft, and the lines that its records give.
struct DraftArchive {
    var files: [(name: String, bytes: [UInt8])] = []
    var lines: [[UInt8]] = []
    var index: [[UInt8]] = []
    var pages: [[UInt8]] = []

    init(_ records: [DraftRecord]) throws {
        for record in records {
            if record.beginsFile || files.isEmpty { files.append((BundlePath.archive(files.count + 1), [])) }
            let place = files.count - 1
            let member = try record.member()
            let offset = files[place].bytes.count
            files[place].bytes += member
            try add(record, file: files[place].name, offset: offset, member: member)
        }
    }

    private mutating func add(_ record: DraftRecord, file: String, offset: Int, member: [UInt8]) throws {
        let uri = record["WARC-Target-URI"]
        let type = RecordType(rawValue: record["WARC-Type"] ?? "") ?? .resource
        guard let date = Timestamp(record["WARC-Date"] ?? "") else { return }
        lines.append(
            RecordLine(
                salt: try SecureRandom.bytes(16), id: record.id, type: type, uri: uri, date: date, file: file,
                bytes: member.count, digest: SHA256Digest.of(member)
            ).serialized)
        guard type == .response || type == .resource, let uri else { return }
        index.append(
            CDXJLine(
                uri: uri, fourteenDigits: date.fourteenDigits,
                mime: record.head.map(\.mediaType) ?? HTTPHead.mediaType(record["Content-Type"]),
                status: record.head?.status, digest: record.payloadDigest.text, length: member.count,
                offset: offset, filename: String(file.dropFirst("archive/".count))
            ).serialized)
        if record["WARC-Exhibit-Kind"] != nil {
            let line: JSONValue = [
                "id": .string(record.id.text), "url": .string(uri), "ts": .string(date.text),
                "title": "A title",
            ]
            pages.append(line.serialized())
        }
    }
}
