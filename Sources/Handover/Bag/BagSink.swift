/// Where the files of a bag go, one after the other.
protocol BagSink {
    mutating func begin(_ path: String) throws
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws
    mutating func end() throws
}

extension BagSink {
    /// A whole small file.
    mutating func add(_ path: String, _ bytes: [UInt8]) throws {
        try begin(path)
        try unsafe bytes.withUnsafeBytes { try unsafe append($0) }
        try end()
    }
}
