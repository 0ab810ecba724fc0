import Glibc

/// Small files, read and written at once.
public enum WholeFile {
    /// The contents, or an error when the file is longer than `maximumBytes`.
    public static func read(_ path: String, maximumBytes: Int) throws(FileError) -> [UInt8] {
        let file = try OpenFile.reading(path)
        let bytes = try file.read(at: 0, count: min(maximumBytes, try file.size()) + 1)
        guard bytes.count <= maximumBytes else { throw FileError("read the whole of", path, number: EFBIG) }
        return bytes
    }

    /// Writes a new file that is on the disk, name and all, when this returns; throws `EEXIST` when it is there.
    public static func create(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws(FileError) {
        let file = try OpenFile.creating(path, mode: mode)
        try file.write(bytes, at: 0)
        try file.sync()
        try Folder.sync(Folder.of(path))
    }
}
