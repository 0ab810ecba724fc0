internal import CPlatform
public import Files
import Glibc

/// Operations on the names in a folder.
public enum Folder {
    /// The folder that a path's last part lies in.
    public static func of(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last part of a path.
    public static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }

    /// Gives a file its final name, never replacing another, and returns when the name is on the disk.
    public static func rename(_ old: String, to new: String) throws(FileError) {
        if unsafe exhibit_rename_noreplace(old, new) != 0 {
            // File systems without RENAME_NOREPLACE: a hard link fails when the name is taken.
            guard errno == EINVAL || errno == ENOSYS else { throw FileError("rename to \(new)", old) }
            guard unsafe link(old, new) == 0 else { throw FileError("rename to \(new)", old) }
            try remove(old)
        }
        try sync(of(new))
    }

    /// Exchanges what two names stand for, all at once; the names are on the disk after `sync` of their folders.
    public static func exchange(_ one: String, with other: String) throws(FileError) {
        guard unsafe exhibit_rename_exchange(one, other) == 0 else {
            throw FileError("exchange with \(other)", one)
        }
    }

    /// Gives a file a name all at once, whatever had it before; the name is on the disk after `sync` of the folder.
    public static func replace(_ path: String, with other: String) throws(FileError) {
        guard unsafe Glibc.rename(other, path) == 0 else { throw FileError("replace", path) }
    }

    /// Returns when the folder's names are on the disk.
    public static func sync(_ folder: String) throws(FileError) {
        let descriptor = unsafe exhibit_open(folder, O_RDONLY | O_DIRECTORY, 0)
        guard descriptor >= 0 else { throw FileError("open", folder) }
        defer { close(descriptor) }
        // Some network file systems cannot sync a folder and say EINVAL; there is nothing more to do there.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError("sync", folder) }
    }

    /// Removes a file's name.
    public static func remove(_ path: String) throws(FileError) {
        guard unsafe unlink(path) == 0 else { throw FileError("remove", path) }
    }

    /// Whether anything has this name.
    public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Whether a folder has this name.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// What a name stands for.
    public enum Kind: Sendable {
        case file, folder, symbolicLink
        /// A pipe, a socket, a device.
        case special
    }

    /// What a name itself stands for; a symbolic link is not followed.
    public static func kind(of path: String) throws(FileError) -> Kind {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw FileError("look at", path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .symbolicLink
        default: return .special
        }
    }

    /// Where a name leads when every link and dot in it is followed, from the root; nil when there is nothing.
    public static func realPath(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// Whether two names stand for one file; false when there is no file of either.
    public static func isSameFile(_ one: String, _ other: String) throws(FileError) -> Bool {
        guard let one = try status(one), let other = try status(other) else { return false }
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }

    private static func status(_ path: String) throws(FileError) -> stat? {
        var status = stat()
        if unsafe stat(path, &status) == 0 { return status }
        guard errno == ENOENT else { throw FileError("look at", path) }
        return nil
    }

    /// Makes a folder, and those above it, for this user alone; nothing happens when it is there.
    public static func create(_ path: String) throws(FileError) {
        if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, path != "/", !path.isEmpty else { throw FileError("create", path) }
        try create(of(path))
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError("create", path) }
    }

    /// Makes a folder for this user alone; throws `EEXIST` when anything has the name.
    public static func createNew(_ path: String) throws(FileError) {
        guard unsafe mkdir(path, 0o700) == 0 else { throw FileError("create", path) }
    }

    /// The names in a folder, sorted by their bytes, without `.` and `..`.
    public static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw FileError("read", folder) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe name(of: entry)
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }
}
