internal import Bytes

/// What the browser hands out in pieces (`IO.read`).
enum DevToolsStream {
    enum Outcome {
        case whole([UInt8])
        case tooLong
        /// A piece that is none.
        case broken
    }

    /// Takes pieces from `next` until the last one.
    static func read(maximumBytes: Int, next: () throws(BrowserError) -> JSONValue) throws(BrowserError)
        -> Outcome
    {
        var bytes: [UInt8] = []
        while bytes.count <= maximumBytes {
            let piece = try next()
            let data = piece["data"]?.string ?? ""
            guard let more = piece["base64Encoded"]?.bool == true ? Base64.decode(data) : Array(data.utf8)
            else { return .broken }
            bytes += more
            if piece["eof"]?.bool == true { return .whole(bytes) }
            if more.isEmpty { return .broken }
        }
        return .tooLong
    }
}
