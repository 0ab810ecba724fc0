import Bytes

/// A line of the index (CDXJ 0.1.0), in the spelling of `cdxj-indexer -s`.
public struct CDXJLine: Sendable {
    /// As captured; the key is worked out from it.
    public let uri: String
    /// The WARC-Date.
    public let fourteenDigits: String
    public let mime: String?
    public let status: String?
    /// The payload digest, `sha256:…`.
    public let digest: String
    /// Size of the gzip member.
    public let length: Int
    /// Where the member begins in its archive file.
    public let offset: Int
    /// The archive file, without its folder.
    public let filename: String

    public init(
        uri: String, fourteenDigits: String, mime: String?, status: String?, digest: String, length: Int,
        offset: Int,
        filename: String
    ) {
        self.uri = uri
        self.fourteenDigits = fourteenDigits
        self.mime = mime
        self.status = status
        self.digest = digest
        self.length = length
        self.offset = offset
        self.filename = filename
    }

    /// The line with its LF. What is missing is left out.
    public var serialized: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(400)
        line += SURTKey.key(of: uri).utf8
        line += " \(fourteenDigits) {".utf8
        let members: [(String, String?)] = [
            ("url", uri), ("mime", mime), ("status", status), ("digest", digest), ("length", String(length)),
            ("offset", String(offset)), ("filename", filename),
        ]
        var isFirst = true
        for case (let name, let value?) in members {
            line += (isFirst ? "\"\(name)\": " : ", \"\(name)\": ").utf8
            ASCIIJSON.append(value, to: &line)
            isFirst = false
        }
        line += "}\n".utf8
        return line
    }
}
