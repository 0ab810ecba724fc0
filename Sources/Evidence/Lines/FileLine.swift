import Bytes
public import Hashing

/// A line of `files.jsonl`: what binds one file that is no archive file (bundle format, section 5).
public struct FileLine: Sendable, Equatable {
    /// 16 random bytes.
    public let salt: [UInt8]
    public let path: String
    public let bytes: Int
    public let digest: SHA256Digest

    public init(salt: [UInt8], path: String, bytes: Int, digest: SHA256Digest) {
        self.salt = salt
        self.path = path
        self.bytes = bytes
        self.digest = digest
    }

    /// The line without its LF.
    public var serialized: [UInt8] {
        var line = Array("{\"salt\":\"".utf8)
        Hex.append(salt, to: &line)
        line += "\",\"path\":\"".utf8
        line += path.utf8
        line += "\",\"bytes\":\(bytes),\"digest\":\"\(digest.text)\"}".utf8
        return line
    }

    /// Reads a line without its LF; accepts exactly what `serialized` writes.
    public static func parse(_ line: ArraySlice<UInt8>) throws(LineError) -> FileLine {
        guard line.count <= BundleLimits.lineBytes else {
            throw LineError(offset: BundleLimits.lineBytes, rule: "is longer than 64 KiB")
        }
        var cursor = LineCursor(line)
        try cursor.expect("{\"salt\":\"")
        let salt = try cursor.hex(bytes: 16)
        try cursor.expect("\",\"path\":\"")
        let path = try cursor.plainString(maximum: 255)
        try cursor.expect(",\"bytes\":")
        let bytes = try cursor.number()
        try cursor.expect(",\"digest\":\"")
        let digest = try cursor.digest()
        try cursor.expect("\"}")
        try cursor.finish()
        return FileLine(salt: salt, path: path, bytes: bytes, digest: digest)
    }
}
