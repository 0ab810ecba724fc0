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

    private static let checkBytes = 8

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
            let text = try file.read(at: 0, count: machineStart.count + 16 + Self.checkBytes)
            let found = Array(text.dropLast(Self.checkBytes))
            guard found.count == machineStart.count + 16, found.starts(with: machineStart),
                text.suffix(Self.checkBytes).elementsEqual(Self.check(of: found))
            else { return Commit() }
            func number(_ place: Int) -> Int {
                let bytes = found[(machineStart.count + place)...].prefix(8)
                return Int(bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & UInt64(Int.max))
            }
            return Commit(size: number(0), group: number(8))
        }
    }

    func set(_ commit: Commit) throws {
        let bytes = [commit.size, commit.group].flatMap { value in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
        }
        let text = machineStart + bytes
        try file.write(text + Self.check(of: text), at: 0)
    }

    private static func check(of bytes: [UInt8]) -> [UInt8] {
        Array(SHA256Digest.of(bytes).bytes.prefix(checkBytes))
    }
}
