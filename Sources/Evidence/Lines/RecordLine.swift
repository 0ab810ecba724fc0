public import Bytes
public import Hashing

/// A line of `records.jsonl`: what binds one WARC record (bundle format, section 5).
public struct RecordLine: Sendable, Equatable {
    /// 16 random bytes.
    public let salt: [UInt8]
    public let id: RandomUUID
    public let type: RecordType
    /// The target URI; nil for warcinfo.
    public let uri: String?
    public let date: Timestamp
    /// The archive file.
    public let file: String
    /// Size of the gzip member as stored.
    public let bytes: Int
    /// Digest of the gzip member as stored.
    public let digest: SHA256Digest

    public init(
        salt: [UInt8], id: RandomUUID, type: RecordType, uri: String?, date: Timestamp, file: String,
        bytes: Int,
        digest: SHA256Digest
    ) {
        self.salt = salt
        self.id = id
        self.type = type
        self.uri = uri
        self.date = date
        self.file = file
        self.bytes = bytes
        self.digest = digest
    }

    /// The line without its LF.
    public var serialized: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(320 + (uri?.utf8.count ?? 0))
        line += "{\"salt\":\"".utf8
        Hex.append(salt, to: &line)
        line += "\",\"id\":\"".utf8
        line += id.urn.utf8
        line += "\",\"type\":\"".utf8
        line += type.rawValue.utf8
        line += "\",\"uri\":".utf8
        if let uri { JSONText.append(uri, to: &line) } else { line += "null".utf8 }
        line += ",\"date\":\"".utf8
        line += date.text.utf8
        line += "\",\"file\":\"".utf8
        line += file.utf8
        line += "\",\"bytes\":".utf8
        line += String(bytes).utf8
        line += ",\"digest\":\"".utf8
        line += digest.text.utf8
        line += "\"}".utf8
        return line
    }

    /// Reads a line without its LF.
    ///
    /// Accepts exactly what `serialized` writes: each part has one spelling.
    public static func parse(_ line: ArraySlice<UInt8>) throws(LineError) -> RecordLine {
        guard line.count <= BundleLimits.lineBytes else {
            throw LineError(offset: BundleLimits.lineBytes, rule: "is longer than 64 KiB")
        }
        var cursor = LineCursor(line)
        try cursor.expect("{\"salt\":\"")
        let salt = try cursor.hex(bytes: 16)
        try cursor.expect("\",\"id\":\"")
        guard let id = RandomUUID(urn: try cursor.plainString(maximum: 45)) else {
            throw cursor.error("must be a version 4 UUID in lower case")
        }
        try cursor.expect(",\"type\":\"")
        guard let type = RecordType(rawValue: try cursor.plainString(maximum: 16)) else {
            throw cursor.error("must be warcinfo, request, response or resource")
        }
        try cursor.expect(",\"uri\":")
        var uri: String?
        if !cursor.null() {
            try cursor.expect("\"")
            uri = try cursor.string()
        }
        try cursor.expect(",\"date\":\"")
        // Of 20 characters only whole seconds have a spelling, and they have one.
        guard let date = Timestamp(try cursor.plainString(maximum: 20)) else {
            throw cursor.error("must be a time in UTC in whole seconds")
        }
        try cursor.expect(",\"file\":\"")
        let file = try cursor.plainString(maximum: 64)
        try cursor.expect(",\"bytes\":")
        let bytes = try cursor.number()
        try cursor.expect(",\"digest\":\"")
        let digest = try cursor.digest()
        try cursor.expect("\"}")
        try cursor.finish()
        return RecordLine(
            salt: salt, id: id, type: type, uri: uri, date: date, file: file, bytes: bytes, digest: digest)
    }
}
