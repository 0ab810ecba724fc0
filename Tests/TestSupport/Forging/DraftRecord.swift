public import Archive
public import Bytes
import Hashing
import Writing

/// A record that need not keep to the format.
public struct DraftRecord: Sendable {
    /// The order of fields in the format.
    private static let order = [
        "WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-Concurrent-To",
        "WARC-IP-Address", "WARC-Block-Digest", "WARC-Payload-Digest", "WARC-Truncated",
        "WARC-Exhibit-Kind", "WARC-Exhibit-Connection", "WARC-Exhibit-Outcome", "WARC-Exhibit-Masked",
        "Content-Type", "Content-Length",
    ]

    public let id: RandomUUID
    public var fields: [WARCHeader.Field]
    public var block: [UInt8]
    /// Between the block and the end of the member.
    public var ending = Array("\r\n\r\n".utf8)
    /// The whole contents of the member, instead of header, block and ending.
    public var contents: [UInt8]?
    /// Whether an archive file begins with this record.
    public var beginsFile = false
    /// Whether the member is deflate-stored.
    public var isStored = false
    /// Changes to the member before its line is made.
    public var editMember: @Sendable (inout [UInt8]) -> Void = { _ in }

    public init(_ type: String, _ uri: String?, _ date: Timestamp, type mediaType: String, _ block: [UInt8])
        throws
    {
        id = try SecureRandom.uuid()
        self.block = block
        fields = []
        self["WARC-Type"] = type
        self["WARC-Record-ID"] = "<\(id.urn)>"
        self["WARC-Date"] = date.text
        self["WARC-Target-URI"] = uri
        self["Content-Type"] = mediaType
        refreshDigests()
    }

    /// Works digests and length out anew.
    public mutating func refreshDigests() {
        self["WARC-Block-Digest"] = block.count <= 8_388_608 ? SHA256Digest.of(block).text : nil
        self["WARC-Payload-Digest"] = self["WARC-Type"] == "warcinfo" ? nil : payloadDigest.text
        self["Content-Length"] = String(block.count)
    }

    /// A field; a new one goes to its place.
    public subscript(_ name: String) -> String? {
        get { fields.first { $0.name == name }?.value }
        set {
            fields.removeAll { $0.name == name }
            guard let newValue else { return }
            let rank = Self.order.firstIndex(of: name) ?? Self.order.count
            let place =
                fields.firstIndex { (Self.order.firstIndex(of: $0.name) ?? Self.order.count) > rank }
                ?? fields.endIndex
            fields.insert(WARCHeader.Field(name, newValue), at: place)
        }
    }

    /// The fields and the empty line after them.
    public var headerText: [UInt8] {
        Array(WARCHeader(fields).serialized.dropFirst("WARC/1.1\r\n".utf8.count))
    }

    var isExchange: Bool { ["request", "response"].contains(self["WARC-Type"]) }
    var head: HTTPHead? { isExchange ? HTTPHead(block[...]) : nil }
    var payloadDigest: SHA256Digest { SHA256Digest.of(Array(block.dropFirst(head?.bytes ?? 0))) }

    func member() throws -> [UInt8] {
        let all = contents ?? WARCHeader(fields).serialized + block + ending
        var member = isStored ? MemberCompressor.stored([all]) : try MemberCompressor().deflated(all)
        editMember(&member)
        return member
    }
}
