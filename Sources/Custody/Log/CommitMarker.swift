import Files
import Hashing
import Storage

/// How many entries are on the disk, as the processes tell each other that write to one log: who waited while another synced for all
/// need not sync again. Not synced itself: after the machine was started anew nobody waits, and it is not believed.
struct CommitMarker {
    private static let bytes = 40
    let file: OpenFile
    private let machineStart: [UInt8]

    init(_ file: OpenFile) throws {
        self.file = file
        let identifier = try OpenFile.reading("/proc/sys/kernel/random/boot_id").read(at: 0, count: 64)
        machineStart = SHA256Digest.of(identifier).bytes
    }

    var size: Int {
        get throws {
            let found = try file.read(at: 0, count: Self.bytes)
            guard found.count == Self.bytes, found.starts(with: machineStart) else { return 0 }
            return Int(found[32...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & UInt64(Int.max))
        }
    }

    func set(_ size: Int) throws {
        let value = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: size >> $0) }
        try file.write(machineStart + value, at: 0)
    }
}
