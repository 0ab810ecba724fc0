public import Files

/// Bytes on disk that are too many for memory: a nameless file that is appended to and later read from the start.
///
/// One thread appends; when it has ended, any may read.
public final class SpoolFile: @unchecked Sendable {
    // Invariant: `count` is written by the one appending thread, before the value is handed to others.
    private let file: OpenFile
    /// Bytes so far.
    public private(set) var count = 0

    /// An empty one in `folder`.
    public init(in folder: String) throws(FileError) { file = try OpenFile.nameless(in: folder) }

    /// A file that is there already, to be read only, as large as it is now.
    public init(reading file: OpenFile) throws(FileError) {
        self.file = file
        count = try file.size()
    }

    public func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        try unsafe file.write(bytes, at: count)
        count += bytes.count
    }

    public func append(_ bytes: [UInt8]) throws(FileError) {
        try file.write(bytes, at: count)
        count += bytes.count
    }

    /// Reads up to the buffer's size at an offset; fewer only at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        try unsafe file.read(into: buffer, at: offset)
    }

    /// Up to `count` bytes at an offset; fewer only at the end.
    public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        try file.read(at: offset, count: count)
    }
}
