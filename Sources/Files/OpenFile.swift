internal import CPlatform
package import Glibc

/// An open file. Owns its descriptor, which is close-on-exec, and closes it with its last reference.
///
/// Reading at an offset is safe from several threads.
public final class OpenFile: Sendable {
    public let path: String
    /// For calls that this type does not have; it must not be closed by others.
    public let descriptor: Int32

    package init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    package static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0, as operation: String)
        throws(FileError) -> OpenFile
    {
        while true {
            let descriptor = unsafe exhibit_open(path, flags, mode)
            if descriptor >= 0 { return OpenFile(path: path, descriptor: descriptor) }
            guard errno == EINTR else { throw FileError(operation, path) }
        }
    }

    /// A file that is there, for reading. Throws `EISDIR` or `EINVAL` for what is no regular file.
    public static func reading(_ path: String) throws(FileError) -> OpenFile {
        // Without O_NONBLOCK the open of a named pipe would wait for a writer.
        let file = try open(path, O_RDONLY | O_NONBLOCK, as: "open")
        try file.requireRegular()
        return file
    }

    package func requireRegular() throws(FileError) {
        let status = try status()
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileError("open", path, number: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
    }

    package func status() throws(FileError) -> stat {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileError("look at", path) }
        return status
    }

    /// Size in bytes now.
    public func size() throws(FileError) -> Int { Int(try status().st_size) }

    /// Reads up to `count` bytes at an offset into `buffer`; fewer only at the end of the file.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let got = unsafe pread(
                descriptor, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled,
                off_t(offset + filled))
            if got == 0 { break }
            if got > 0 { filled += got } else if errno != EINTR { throw FileError("read", path) }
        }
        return filled
    }

    /// Up to `count` bytes at an offset; fewer only at the end of the file.
    public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(FileError) {
                filled = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
