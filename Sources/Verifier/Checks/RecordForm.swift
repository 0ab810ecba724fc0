import Archive
import Bytes
import Evidence
import Hashing

/// A record's header, read as the bundle format has it (section 4): which fields, in which order, with which values.
struct RecordForm {
    /// The fields, in their order.
    enum Field: String, CaseIterable {
        case type = "WARC-Type"
        case id = "WARC-Record-ID"
        case date = "WARC-Date"
        case uri = "WARC-Target-URI"
        case concurrentTo = "WARC-Concurrent-To"
        case address = "WARC-IP-Address"
        case blockDigest = "WARC-Block-Digest"
        case payloadDigest = "WARC-Payload-Digest"
        case truncated = "WARC-Truncated"
        case kind = "WARC-Exhibit-Kind"
        case connection = "WARC-Exhibit-Connection"
        case outcome = "WARC-Exhibit-Outcome"
        case masked = "WARC-Exhibit-Masked"
        case contentType = "Content-Type"
        case contentLength = "Content-Length"
    }

    let type: RecordType
    let id: RandomUUID
    let date: Timestamp
    let uri: String?
    let concurrentTo: RandomUUID?
    let blockDigest: SHA256Digest?
    let payloadDigest: SHA256Digest?
    let isPage: Bool
    let connection: Int?
    /// Ranges of the block that hold a mask.
    let masked: [Range<Int>]
    let contentType: String
    let contentLength: Int

    /// What is wrong with a header.
    struct Problem: Error {
        let text: String
    }

    init(_ header: WARCHeader) throws(Problem) {
        let values = try FieldValues(header)
        guard let type = values[.type].flatMap(RecordType.init(rawValue:)) else {
            throw Problem(text: "WARC-Type must be warcinfo, request, response or resource")
        }
        guard let id = values[.id].flatMap(Self.identifier) else {
            throw Problem(text: "WARC-Record-ID must be <urn:uuid:…> of version 4")
        }
        // Of 20 characters only whole seconds have a spelling, and they have one.
        guard let dateText = values[.date], dateText.utf8.count == 20, let date = Timestamp(dateText) else {
            throw Problem(text: "WARC-Date must be a time in UTC in whole seconds")
        }
        guard let contentType = values[.contentType] else { throw Problem(text: "Content-Type is missing") }
        guard let length = values[.contentLength].flatMap(Self.number), length < BundleLimits.entryBytes
        else { throw Problem(text: "Content-Length must be a number below 3.75 GiB") }
        self.type = type
        self.id = id
        self.date = date
        self.contentType = contentType
        contentLength = length
        uri = values[.uri]
        concurrentTo = values[.concurrentTo].flatMap(Self.identifier)
        blockDigest = try Self.digest(values, .blockDigest)
        payloadDigest = try Self.digest(values, .payloadDigest)
        isPage = values[.kind] != nil
        connection = values[.connection].flatMap(Self.number)
        masked = try MaskedRanges.parse(values[.masked], blockBytes: length)
        try check(values)
    }

    /// Whether the block begins with an HTTP head.
    var hasHead: Bool { type == .request || type == .response }

    /// Whether a check reads the block.
    var isRead: Bool {
        guard type == .resource, let uri, contentLength <= BundleLimits.jsonBytes else { return false }
        return uri == RecordURI.plan || uri == RecordURI.planSignature
            || uri.hasPrefix(RecordURI.connectionPrefix)
    }

    private func check(_ values: FieldValues) throws(Problem) {
        if (uri == nil) != (type == .warcinfo) {
            throw Problem(text: "WARC-Target-URI is missing, or one too many")
        }
        if let uri, uri.utf8.count > BundleLimits.uriBytes || uri.utf8.contains(0x20) {
            throw Problem(text: "WARC-Target-URI has a space or more than 8,192 bytes")
        }
        if (blockDigest != nil) != (contentLength <= BundleLimits.largeBlockBytes) {
            throw Problem(
                text: "WARC-Block-Digest belongs to a block of up to 8,388,608 bytes, and to no other")
        }
        if (payloadDigest != nil) != (type != .warcinfo) {
            throw Problem(text: "WARC-Payload-Digest is missing, or one too many")
        }
        if let truncated = values[.truncated], !["length", "time", "disconnect"].contains(truncated) {
            throw Problem(text: "WARC-Truncated must be length, time or disconnect")
        }
        if let kind = values[.kind], kind != "page" || type != .response {
            throw Problem(text: "WARC-Exhibit-Kind must be page, in a response")
        }
        if let expected = MediaTypes.expected(type, uri), contentType != expected {
            throw Problem(text: "Content-Type of this record must be \(expected)")
        }
        if hasHead {
            try checkExchange(values)
        } else if let stray = [Field.concurrentTo, .address, .connection, .outcome, .masked].first(where: {
            values[$0] != nil
        }) {
            throw Problem(text: "\(stray.rawValue) belongs to a request or response")
        }
    }

    private func checkExchange(_ values: FieldValues) throws(Problem) {
        if values[.concurrentTo] != nil, concurrentTo == nil {
            throw Problem(text: "WARC-Concurrent-To must name a record")
        }
        if type == .response, concurrentTo == nil { throw Problem(text: "a response must name its request") }
        if let outcome = values[.outcome] {
            guard type == .request, concurrentTo == nil,
                ["no-answer", "refused", "unfinished", "disconnect"].contains(outcome)
            else { throw Problem(text: "WARC-Exhibit-Outcome belongs to a request without an answer") }
        } else if type == .request, concurrentTo == nil {
            throw Problem(text: "a request must name its response, or say why there is none")
        }
        if values[.connection] != nil, connection == nil || connection == 0 {
            throw Problem(text: "WARC-Exhibit-Connection must be a number from 1")
        }
        if let address = values[.address], !IPAddressText.isValid(address) {
            throw Problem(text: "WARC-IP-Address must be an IPv4 or IPv6 address")
        }
    }

    private static func identifier(_ text: String) -> RandomUUID? {
        guard text.utf8.count == 47, text.utf8.first == UInt8(ascii: "<"), text.utf8.last == UInt8(ascii: ">")
        else { return nil }
        return RandomUUID(urn: text.dropFirst().dropLast())
    }

    private static func digest(_ values: FieldValues, _ field: Field) throws(Problem) -> SHA256Digest? {
        guard let text = values[field] else { return nil }
        guard let digest = SHA256Digest(text: text) else {
            throw Problem(text: "\(field.rawValue) must be sha256: and 64 lower-case hexadecimal digits")
        }
        return digest
    }

    /// A number in its one spelling.
    static func number(_ text: some StringProtocol) -> Int? {
        guard let number = Int(text), number >= 0, String(number) == text else { return nil }
        return number
    }
}

/// The values of the fields of a header that has no other fields, and has them in the right order.
private struct FieldValues {
    private var values = [String?](repeating: nil, count: RecordForm.Field.allCases.count)
    private static let fields = RecordForm.Field.allCases

    init(_ header: WARCHeader) throws(RecordForm.Problem) {
        var next = 0
        for field in header.fields {
            while next < Self.fields.count, Self.fields[next].rawValue != field.name { next += 1 }
            guard next < Self.fields.count else {
                throw RecordForm.Problem(text: "the field \(field.name) is not allowed, or not in its place")
            }
            values[next] = field.value
            next += 1
        }
    }

    subscript(_ field: RecordForm.Field) -> String? {
        Self.fields.firstIndex(of: field).flatMap { values[$0] }
    }
}
