import Files
import Hashing
import Storage

/// How many entries are on the disk, as the processes tell each other that write to one log: who waited while another synced for all
/// need not sync again. Not synced itself: after the machine was started anew nobody waits, and it is not believed.
struct CommitMarker: Sendable {
    /// What was done last.
    struct Commit {
        /// How many entries are on the disk.
        var size = 0
        /// How many came with the last sync.
        var group = 0
    }

    let file: OpenFile
    private let machineStart: [UInt8]

    init(_ file: OpenFile) throws {
        self.file = file
        let identifier = try OpenFile.reading("/proc/sys/kernel/random/boot_id").read(at: 0, count: 64)
        machineStart = SHA256Digest.of(identifier).bytes
    }

    var last: Commit {
        get throws {
            // Read without the lock, while another may write: what does not fit its check is read again by who waits.
            let text = try file.read(at: 0, count: machineStart.count + 16 + LogBytes.checkBytes)
            let found = Array(text.dropLast(LogBytes.checkBytes))
            guard found.count == machineStart.count + 16, found.starts(with: machineStart),
                text.suffix(LogBytes.checkBytes).elementsEqual(LogBytes.check(of: found))
            else { return Commit() }
            let numbers = found.dropFirst(machineStart.count)
            guard let size = LogBytes.value(numbers.prefix(8)),
                let group = LogBytes.value(numbers.dropFirst(8))
            else { return Commit() }
            return Commit(size: size, group: group)
        }
    }

    /// How many entries were ever said to be on the disk, also before the machine was started anew: that is written after the sync, so
    /// there were as many. 0 where it is not known.
    static func synced(_ path: String) throws -> Int {
        guard Folder.exists(path) else { return 0 }
        let bytes = 32 + 16
        let text = try OpenFile.reading(path).read(at: 0, count: bytes + LogBytes.checkBytes)
        guard text.count == bytes + LogBytes.checkBytes,
            text.suffix(LogBytes.checkBytes).elementsEqual(LogBytes.check(of: Array(text[..<bytes])))
        else { return 0 }
        return LogBytes.value(text[(bytes - 16)..<(bytes - 8)]) ?? 0
    }

    func set(_ commit: Commit) throws {
        let text = machineStart + LogBytes.bigEndian(commit.size) + LogBytes.bigEndian(commit.group)
        try file.write(text + LogBytes.check(of: text), at: 0)
    }
}
