import Files
import Storage

/// Where a log is at home: what the file system knows one of its files by, and a copy has another of. A log that was copied, or put
/// back from a copy, finds itself elsewhere. The machine is no part of it: several may share a folder.
enum LogPlace {
    static func text(lock: OpenFile) throws -> [UInt8] { Array("file \(try lock.identity())\n".utf8) }

    static func isHere(_ path: String, lock: OpenFile) throws -> Bool {
        guard Folder.exists(path) else { return false }
        return try WholeFile.read(path, maximumBytes: 4096) == text(lock: lock)
    }
}
