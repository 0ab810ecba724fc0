import Bytes
import Files
import Hashing
import Storage

/// Where a log is at home: the machine, and the number of a file that a copy has another of. A log that was copied, or put back from a
/// copy, finds itself elsewhere.
enum LogPlace {
    static func text(lock: OpenFile) throws -> [UInt8] {
        let machine = (try? WholeFile.read("/etc/machine-id", maximumBytes: 4096)) ?? []
        let name = Hex.encode(Array(SHA256Digest.of(machine).bytes.prefix(8)))
        return Array("file \(try lock.identity()) machine \(name)\n".utf8)
    }

    static func isHere(_ path: String, lock: OpenFile) throws -> Bool {
        guard Folder.exists(path) else { return false }
        return try WholeFile.read(path, maximumBytes: 4096) == text(lock: lock)
    }
}
