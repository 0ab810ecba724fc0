import Glibc

/// Small files, read at once.
public enum WholeFile {
    /// The contents, or an error when the file is longer than `maximumBytes`.
    public static func read(_ path: String, maximumBytes: Int) throws(FileError) -> [UInt8] {
        let file = try OpenFile.reading(path)
        let bytes = try file.read(at: 0, count: min(maximumBytes, try file.size()) + 1)
        guard bytes.count <= maximumBytes else { throw FileError("read the whole of", path, number: EFBIG) }
        return bytes
    }
}
