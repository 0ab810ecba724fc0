internal import CPlatform
public import Files
import Glibc

extension Folder {
    /// Makes a new folder in `parent` for this user alone, named `prefix` and something that nobody can foresee.
    public static func makeTemporary(in parent: String, prefix: String) throws(FileError) -> String {
        var pattern = Array((parent + "/" + prefix + "XXXXXX").utf8CString)
        guard unsafe mkdtemp(&pattern) != nil else { throw FileError("create a folder in", parent) }
        return String(decoding: pattern.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Gives a folder to another user.
    public static func give(_ path: String, toUser user: UInt32, group: UInt32) throws(FileError) {
        guard unsafe lchown(path, user, group) == 0 else { throw FileError("give away", path) }
    }

    /// Removes a folder and all that is in it, without following any link.
    ///
    /// So a folder that another user has filled can be removed with our rights. Throws for the first name that
    /// cannot be removed, and for a tree deeper than 64 folders.
    public static func removeTree(_ path: String) throws(FileError) {
        let parent = try open(of(path), at: AT_FDCWD, path: of(path), follow: true)
        defer { close(parent) }
        try removeEntry(name(of: path), at: parent, path: path, depth: 0)
    }

    private static func open(_ name: String, at folder: Int32, path: String, follow: Bool = false)
        throws(FileError) -> Int32
    {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW)
        let descriptor = unsafe openat(folder, name, flags)
        guard descriptor >= 0 else { throw FileError("open", path) }
        return descriptor
    }

    private static func removeEntry(_ name: String, at folder: Int32, path: String, depth: Int)
        throws(FileError)
    {
        // unlink(2) of a folder fails on Linux with EISDIR, and never follows a link.
        if unsafe unlinkat(folder, name, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR, depth < 64 else { throw FileError("remove", path) }
        let descriptor = try open(name, at: folder, path: path)
        guard let stream = unsafe fdopendir(descriptor) else {
            let error = FileError("read", path)
            close(descriptor)
            throw error
        }
        defer { unsafe closedir(stream) }  // closes the descriptor too
        while let entry = unsafe readdir(stream) {
            let child = unsafe Self.name(of: entry)
            if child == "." || child == ".." { continue }
            try removeEntry(child, at: descriptor, path: path + "/" + child, depth: depth + 1)
        }
        guard unsafe unlinkat(folder, name, AT_REMOVEDIR) == 0 else { throw FileError("remove", path) }
    }

    static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        unsafe withUnsafePointer(to: &entry.pointee.d_name) {
            unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
    }
}
