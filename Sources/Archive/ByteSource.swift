public import Files

/// Bytes that can be read at any place: a file, or a copy in memory.
public protocol ByteSource: Sendable {
    func size() throws -> Int
    /// Reads up to the buffer's size; fewer only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int
}

extension ByteSource {
    /// Up to `count` bytes; fewer only at the end.
    public func read(at offset: Int, count: Int) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
    }
}

/// A file on disk.
public struct FileSource: ByteSource {
    private let file: OpenFile

    public init(_ file: OpenFile) { self.file = file }

    public func size() throws -> Int { try file.size() }

    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        try unsafe file.read(into: buffer, at: offset)
    }
}

/// Bytes in memory.
public struct MemorySource: ByteSource {
    private let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public func size() throws -> Int { bytes.count }

    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let start = min(max(0, offset), bytes.count)
        let count = min(buffer.count, bytes.count - start)
        unsafe bytes.withUnsafeBytes { all in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[start..<start + count]))
        }
        return count
    }
}
