internal import CPlatform
public import Files
import Glibc

/// The one lock of a folder, held until this goes; the system lets go of it when the process dies.
///
/// So that what a killed process left behind can be told from what a running one still uses.
public final class FolderLock: Sendable {
    private let descriptor: Int32
    private let lastChange: Int64
    /// The number of the user whose folder it is.
    public let owner: UInt32

    private init(descriptor: Int32, status: stat) {
        self.descriptor = descriptor
        lastChange = Int64(status.st_ctim.tv_sec)
        owner = status.st_uid
    }

    deinit { close(descriptor) }

    /// Takes the lock without waiting; nil when another holds it. A link is not followed.
    public static func take(_ path: String) throws(FileError) -> FolderLock? {
        let descriptor = unsafe exhibit_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0)
        guard descriptor >= 0 else { throw FileError("open", path) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = FileError("lock", path)
            close(descriptor)
            if error.number == EWOULDBLOCK { return nil }
            throw error
        }
        return FolderLock(descriptor: descriptor, status: status)
    }

    /// Takes the lock, and waits for it as long as `seconds`; nil when another holds it all the time.
    public static func wait(for path: String, seconds: Int = 60) throws(FileError) -> FolderLock? {
        for _ in 0..<(seconds * 50) {
            if let lock = try take(path) { return lock }
            usleep(20_000)
        }
        return nil
    }

    /// Whether nothing in the folder's own list has changed for this long.
    public func isUnchanged(forSeconds seconds: Int64) -> Bool {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) - lastChange >= seconds
    }
}
