import Archive
import Bytes
import Evidence

/// A record's header, read as the bundle format has it (section 4): which fields, in which order, with which values.
struct RecordForm {
    /// The order of the fields.
    private static let order = [
        "WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-Concurrent-To",
        "WARC-IP-Address",
        "WARC-Block-Digest", "WARC-Payload-Digest", "WARC-Truncated", "WARC-Exhibit-Kind",
        "WARC-Exhibit-Connection",
        "WARC-Exhibit-Outcome", "WARC-Exhibit-Masked", "Content-Type", "Content-Length",
    ]

    let type: RecordType
    let id: RandomUUID
    let date: Timestamp
    let uri: String?
    let concurrentTo: RandomUUID?
    let blockDigest: String?
    let payloadDigest: String?
    let isPage: Bool
    let connection: Int?
    let outcome: String?
    let masked: [Range<Int>]
    let contentType: String
    let contentLength: Int

    /// What is wrong with a header.
    struct Problem: Error {
        let text: String
    }

    init(_ header: WARCHeader) throws(Problem) {
        var rest = Self.order[...]
        for field in header.fields {
            guard let place = rest.firstIndex(of: field.name) else {
                throw Problem(text: "the field \(field.name) is not allowed, or not in its place")
            }
            rest = rest[(place + 1)...]
        }
        guard let type = header["WARC-Type"].flatMap(RecordType.init(rawValue:)) else {
            throw Problem(text: "WARC-Type must be warcinfo, request, response or resource")
        }
        guard let id = header["WARC-Record-ID"].flatMap(Self.identifier) else {
            throw Problem(text: "WARC-Record-ID must be <urn:uuid:…> of version 4")
        }
        guard let dateText = header["WARC-Date"], let date = Timestamp(dateText), date.text == dateText else {
            throw Problem(text: "WARC-Date must be a time in UTC in whole seconds")
        }
        guard let contentType = header["Content-Type"] else { throw Problem(text: "Content-Type is missing") }
        guard let lengthText = header["Content-Length"], let length = Int(lengthText),
            String(length) == lengthText,
            length >= 0, length < BundleLimits.entryBytes
        else { throw Problem(text: "Content-Length must be a number below 3.75 GiB") }
        self.type = type
        self.id = id
        self.date = date
        self.contentType = contentType
        contentLength = length
        uri = header["WARC-Target-URI"]
        blockDigest = header["WARC-Block-Digest"]
        payloadDigest = header["WARC-Payload-Digest"]
        outcome = header["WARC-Exhibit-Outcome"]
        isPage = header["WARC-Exhibit-Kind"] != nil
        concurrentTo = header["WARC-Concurrent-To"].flatMap(Self.identifier)
        connection = header["WARC-Exhibit-Connection"].flatMap { Int($0) }
        masked = try Self.maskedRanges(header["WARC-Exhibit-Masked"], length: length)
        try check(header)
    }

    private func check(_ header: WARCHeader) throws(Problem) {
        let isExchange = type == .request || type == .response
        if (uri == nil) != (type == .warcinfo) {
            throw Problem(text: "WARC-Target-URI is missing, or one too many")
        }
        if let uri, uri.utf8.count > BundleLimits.uriBytes || uri.utf8.contains(0x20) {
            throw Problem(text: "WARC-Target-URI has a space or more than 8,192 bytes")
        }
        if (blockDigest != nil) != (contentLength <= BundleLimits.largeBlockBytes) {
            throw Problem(
                text:
                    "WARC-Block-Digest must be in records with a block up to 8,388,608 bytes, and in no other"
            )
        }
        if (payloadDigest != nil) != (type != .warcinfo) {
            throw Problem(text: "WARC-Payload-Digest is missing, or one too many")
        }
        if header["WARC-Concurrent-To"] != nil, concurrentTo == nil || !isExchange {
            throw Problem(text: "WARC-Concurrent-To must name a record, in a request or response")
        }
        if type == .response, concurrentTo == nil { throw Problem(text: "a response must name its request") }
        if outcome != nil {
            guard type == .request, concurrentTo == nil,
                ["no-answer", "refused", "unfinished", "disconnect"].contains(outcome)
            else { throw Problem(text: "WARC-Exhibit-Outcome belongs to a request without an answer") }
        } else if type == .request, concurrentTo == nil {
            throw Problem(text: "a request must name its response, or say why there is none")
        }
        if let kind = header["WARC-Exhibit-Kind"], kind != "page" || type != .response {
            throw Problem(text: "WARC-Exhibit-Kind must be page, in a response")
        }
        if let text = header["WARC-Exhibit-Connection"] {
            guard isExchange, let connection, connection > 0, String(connection) == text else {
                throw Problem(
                    text: "WARC-Exhibit-Connection must be a number from 1, in a request or response")
            }
        }
        if let truncated = header["WARC-Truncated"], !["length", "time", "disconnect"].contains(truncated) {
            throw Problem(text: "WARC-Truncated must be length, time or disconnect")
        }
        if isExchange, contentType != "application/http; msgtype=\(type.rawValue)" {
            throw Problem(text: "Content-Type must be application/http; msgtype=\(type.rawValue)")
        }
        if !masked.isEmpty, !isExchange {
            throw Problem(text: "WARC-Exhibit-Masked belongs to a request or response")
        }
    }

    private static func identifier(_ text: String) -> RandomUUID? {
        guard text.hasPrefix("<"), text.hasSuffix(">") else { return nil }
        return RandomUUID(urn: text.dropFirst().dropLast())
    }

    private static func maskedRanges(_ text: String?, length: Int) throws(Problem) -> [Range<Int>] {
        guard let text else { return [] }
        let kinds = ["cookie", "set-cookie", "authorization", "proxy-authorization", "log-in"]
        var ranges: [Range<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.drop { $0 == " " }.split(separator: " ", omittingEmptySubsequences: false)
            let numbers =
                words.first?.split(separator: "+", omittingEmptySubsequences: false).map { Int($0) } ?? []
            guard words.count == 2, kinds.contains(String(words[1])), numbers.count == 2,
                let start = numbers[0],
                let count = numbers[1], start >= ranges.last?.upperBound ?? 0, count > 0, count <= length,
                start <= length - count
            else { throw Problem(text: "WARC-Exhibit-Masked is not a list of ranges of the block") }
            ranges.append(start..<(start + count))
        }
        return ranges
    }
}
