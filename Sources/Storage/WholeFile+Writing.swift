public import Files
import Glibc

/// Small files, written at once.
extension WholeFile {
    /// Writes a new file that is on the disk, name and all, when this returns; throws `EEXIST` when it is there.
    ///
    /// Whole or not at all: the name appears when the contents are on the disk. A process that dies before leaves a file
    /// whose name is this one and a dot and six characters more.
    public static func create(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws(FileError) {
        guard !Folder.exists(path) else { throw FileError("create", path, number: EEXIST) }
        try write(path, bytes, mode: mode) { (new) throws(FileError) in try Folder.rename(new, to: path) }
    }

    /// As `create`, but takes the place of a file that is there, all at once.
    public static func replace(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o600) throws(FileError) {
        try write(path, bytes, mode: mode) { (new) throws(FileError) in
            guard unsafe rename(new, path) == 0 else { throw FileError("replace", path) }
            try Folder.sync(Folder.of(path))
        }
    }

    private static func write(
        _ path: String, _ bytes: [UInt8], mode: UInt32, naming: (String) throws(FileError) -> Void
    ) throws(FileError) {
        let file = try OpenFile.temporary(beside: path)
        do throws(FileError) {
            try file.write(bytes, at: 0)
            guard fchmod(file.descriptor, mode_t(mode)) == 0 else { throw FileError("set the mode of", path) }
            try file.sync()
            try naming(file.path)
        } catch {
            // The cause matters more than a file that could not be removed after it.
            _ = unsafe unlink(file.path)
            throw error.number == EEXIST ? FileError("create", path, number: EEXIST) : error
        }
    }
}
