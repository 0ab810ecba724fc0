import Foundation
import TestSupport
import Testing

/// What is on the disk when the power is cut: less than what a killed process leaves, since the system's cache is gone.
@Suite(
    .enabled(
        if: Strace.isAvailable && PowerDisk.isAvailable,
        "needs strace, mkfs.ext4, and root to mount a file system"))
struct PowerCutTests {
    /// The call at which the power goes, and how many of the records written by then may be lost.
    @Test(arguments: [
        ("fdatasync", 1, 3), ("fdatasync", 3, 60), ("fdatasync", 5, 60), ("pwrite64", 15, 60),
        ("pwrite64", 50, 60),
        ("fsync", 4, 0), ("renameat2", 1, 0), ("unlink", 1, 0),
    ])
    func whatWasSyncedIsSealed(call: String, number: Int, mayBeLost: Int) throws {
        let disk = try PowerDisk()
        defer { disk.remove() }
        let outcome = try Strace.run(
            CrashTrial.writer, ["write", disk.live + "/post.wacz", "12"], "\(call):signal=KILL:when=\(number)"
        )
        #expect(outcome.status != 0)
        let written = CrashTrial(folder: disk.folder, path: disk.live + "/post.wacz").journalled ?? 0
        try disk.cutPower()
        let crash = CrashTrial(folder: disk.folder, path: disk.afterwards + "/post.wacz")
        #expect((crash.journalled ?? 0) + mayBeLost >= written)
        try crash.expectNothingLost("power cut at \(call) \(number)")
    }
}
