internal import CPlatform
public import Files
import Glibc

/// Making and writing files. Writing at an offset is safe from several threads.
extension OpenFile {
    /// As `reading`, but throws `ELOOP` when the name is that of a symbolic link.
    public static func readingNoLink(_ path: String) throws(FileError) -> OpenFile {
        let file = try open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW, as: "open")
        try file.requireRegular()
        return file
    }

    /// A file that is there, for reading and writing.
    public static func updating(_ path: String) throws(FileError) -> OpenFile {
        let file = try open(path, O_RDWR | O_NONBLOCK, as: "open")
        try file.requireRegular()
        return file
    }

    /// A new file, for reading and writing; throws `EEXIST` when the name is taken.
    public static func creating(_ path: String, mode: UInt32 = 0o600) throws(FileError) -> OpenFile {
        try open(path, O_RDWR | O_CREAT | O_EXCL, mode: mode_t(mode), as: "create")
    }

    /// A new file, for reading and writing, whose name is `path` and a dot and six characters that make it new.
    public static func temporary(beside path: String) throws(FileError) -> OpenFile {
        var template = Array((path + ".XXXXXX").utf8CString)
        let descriptor = unsafe exhibit_make_temporary(&template)
        guard descriptor >= 0 else { throw FileError("create", path) }
        let name = template.dropLast().map { UInt8(bitPattern: $0) }
        return OpenFile(path: String(decoding: name, as: UTF8.self), descriptor: descriptor)
    }

    /// A nameless file in a folder, for reading and writing; it is gone when it is closed, or the process dies.
    public static func nameless(in folder: String) throws(FileError) -> OpenFile {
        let withoutName = O_DIRECTORY | 0o20000000  // O_TMPFILE, which Glibc's module does not show
        let descriptor = unsafe exhibit_open(folder, O_RDWR | withoutName, 0o600)
        if descriptor >= 0 { return OpenFile(path: folder, descriptor: descriptor) }
        // Some file systems have no nameless files: a name that is removed at once does the same.
        var template = Array((folder + "/.spool-XXXXXX").utf8CString)
        let named = unsafe exhibit_make_temporary(&template)
        guard named >= 0 else { throw FileError("create a spool file in", folder) }
        let file = OpenFile(path: folder, descriptor: named)
        guard unsafe unlink(template) == 0 else {
            throw FileError("remove the name of a spool file in", folder)
        }
        return file
    }

    /// What differs between two looks at a file that was written to in between.
    public struct ChangeMark: Sendable, Equatable {
        public let size: Int
        let modified: [Int]
    }

    public func changeMark() throws(FileError) -> ChangeMark {
        let status = try status()
        return ChangeMark(
            size: Int(status.st_size),
            modified: [
                status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
            ])
    }

    /// Writes all bytes at an offset.
    public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let wrote = unsafe pwrite(
                descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done,
                off_t(offset + done))
            if wrote >= 0 { done += wrote } else if errno != EINTR { throw FileError("write", path) }
        }
    }

    /// Writes all bytes at an offset.
    public func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        var failure: FileError?
        unsafe bytes.withUnsafeBytes { buffer in
            do throws(FileError) { try unsafe write(buffer, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Cuts or extends the file.
    public func truncate(to size: Int) throws(FileError) {
        while ftruncate(descriptor, off_t(size)) != 0 {
            guard errno == EINTR else { throw FileError("cut", path) }
        }
    }

    /// Returns when the contents are on the disk.
    public func sync() throws(FileError) {
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw FileError("sync", path) }
        }
    }

    /// As `sync`, without the times of the file.
    public func syncData() throws(FileError) {
        while fdatasync(descriptor) != 0 {
            guard errno == EINTR else { throw FileError("sync", path) }
        }
    }

    /// A file for reading and writing, which is made where it is not there.
    public static func updatingOrCreating(_ path: String, mode: UInt32 = 0o600) throws(FileError) -> OpenFile
    {
        let file = try open(path, O_RDWR | O_CREAT | O_NONBLOCK, mode: mode_t(mode), as: "open")
        try file.requireRegular()
        return file
    }

    /// Waits for the one lock of this file, which is held until the file is closed. Blocks the calling thread.
    public func lock() throws(FileError) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw FileError("lock", path) }
        }
    }

    /// What the file system knows the file by: its number, and where the system tells it how often that number was given. A copy has
    /// another, also one that takes the place of the file.
    public func identity() throws(FileError) -> String {
        var generation: Int = 0
        let getVersion: UInt = 0x8008_7601  // FS_IOC_GETVERSION, a macro
        if unsafe ioctl(descriptor, getVersion, &generation) != 0 { generation = 0 }
        return "\(try status().st_ino).\(UInt32(truncatingIfNeeded: generation))"
    }

    /// Takes the one lock of this file without waiting; false when another process holds it.
    public func tryLock() throws(FileError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw FileError("lock", path) }
        return false
    }
}
