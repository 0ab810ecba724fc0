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
            guard let (machine, commit) = try Self.read(file), machine == machineStart else {
                return Commit()
            }
            return commit
        }
    }

    /// How many entries were ever said to be on the disk, also before the machine was started anew: that is written after the sync, so
    /// there were as many. 0 where it is not known.
    static func synced(_ path: String) throws -> Int {
        guard Folder.exists(path) else { return 0 }
        return try read(OpenFile.reading(path))?.commit.size ?? 0
    }

    /// When the machine was started that wrote it, and what it wrote; nil for what does not fit its check.
    private static func read(_ file: OpenFile) throws -> (machine: [UInt8], commit: Commit)? {
        let machineBytes = 32
        let text = try file.read(at: 0, count: machineBytes + 16 + LogBytes.checkBytes)
        let found = Array(text.dropLast(LogBytes.checkBytes))
        guard found.count == machineBytes + 16,
            text.suffix(LogBytes.checkBytes).elementsEqual(LogBytes.check(of: found)),
            let size = LogBytes.value(found[machineBytes..<(machineBytes + 8)]),
            let group = LogBytes.value(found[(machineBytes + 8)...])
        else { return nil }
        return (Array(found.prefix(machineBytes)), Commit(size: size, group: group))
    }

    func set(_ commit: Commit) throws {
        let text = machineStart + LogBytes.bigEndian(commit.size) + LogBytes.bigEndian(commit.group)
        try file.write(text + LogBytes.check(of: text), at: 0)
    }
}
