import Bytes
import Custody
import Foundation
import Hashing
import TestSupport
import Testing
import Transparency
import TransparencyLogs

/// What a log is after its writer died: what was promised is in it, nothing is there in part, and it goes on.
struct LogCrash {
    static let writer = Tool(path: Package.products + "/log-writer")

    /// How many entries a writer was told are safe.
    static func promised(_ outcome: Tool.Outcome) -> Int {
        outcome.text.split(separator: "\n").last.flatMap { Int($0) } ?? 0
    }

    static func expectWhole(_ path: String, promised: Int, _ circumstance: String) throws {
        let log = try TileLog(folder: path, origin: "force.example.custody/1")
        let checkpoint = try log.note().checkpoint
        #expect(checkpoint.size >= promised, "\(circumstance)")
        var tree = MerkleTree()
        try log.forEachItem(upTo: checkpoint.size) { index, entry, details in
            #expect(entry == Array("entry \(index)".utf8), "\(circumstance)")
            #expect(details == Array("details \(index)".utf8), "\(circumstance)")
            tree.append(MerkleTree.leaf(entry))
        }
        #expect(tree.count == checkpoint.size && tree.root == checkpoint.root, "\(circumstance)")
        let (index, note) = try log.append([LogItem(entry: Array("after".utf8))])
        #expect(index == checkpoint.size && Checkpoint(note.text)?.size == index + 1, "\(circumstance)")
        let now = try log.note().checkpoint
        let proof = try TreeReader(log, size: now.size).consistency(of: checkpoint.size)
        #expect(
            checkpoint.size == 0
                || MerkleProof.isConsistent(
                    checkpoint.size, checkpoint.root, with: now.size, now.root, path: proof),
            "\(circumstance)")
    }
}

/// A writer that dies at each of its system calls that change something.
@Suite(.enabled(if: Strace.isAvailable, "needs strace")) struct KilledLogTests {
    @Test(arguments: [
        "pwrite64", "fsync", "fdatasync", "rename", "renameat2", "ftruncate", "mkdir", "unlink", "unlinkat",
    ])
    func aKilledWriterLosesNothingThatWasPromised(call: String) throws {
        let folder = try TemporaryFolder()
        let total = try Strace.count(call, LogCrash.writer, [folder.file("count")])
        for number in 1...max(1, total) where total > 0 {
            let path = folder.file("log-\(number)")
            let outcome = try Strace.run(LogCrash.writer, [path], "\(call):signal=KILL:when=\(number)")
            #expect(outcome.status == -9 || outcome.status == 137, "\(call) \(number): \(outcome.errors)")
            try LogCrash.expectWhole(
                path, promised: LogCrash.promised(outcome), "killed at \(call) \(number) of \(total)")
        }
    }

    @Test(arguments: ["pwrite64", "fsync", "fdatasync", "renameat2"])
    func aFullDiskIsToldAndLosesNothing(call: String) throws {
        let folder = try TemporaryFolder()
        let total = try Strace.count(call, LogCrash.writer, [folder.file("count")])
        for number in stride(from: 1, through: max(1, total), by: 5) where total > 0 {
            let path = folder.file("log-\(number)")
            let outcome = try Strace.run(LogCrash.writer, [path], "\(call):error=ENOSPC:when=\(number)+")
            #expect(outcome.status == 3 && outcome.errors.contains("no space left"), "\(outcome.errors)")
            try LogCrash.expectWhole(
                path, promised: LogCrash.promised(outcome), "full at \(call) \(number) of \(total)")
        }
    }
}

/// What is on the disk when the power is cut.
@Suite(
    .enabled(
        if: Strace.isAvailable && PowerDisk.isAvailable,
        "needs strace, mkfs.ext4, and root to mount a file system"))
struct LogPowerCutTests {
    @Test(arguments: [
        ("fdatasync", 1), ("fdatasync", 2), ("fdatasync", 4), ("fsync", 2), ("fsync", 8), ("fsync", 14),
        ("fsync", 20), ("rename", 2), ("rename", 5), ("rename", 8), ("pwrite64", 6), ("pwrite64", 20),
        ("unlink", 1),
    ])
    func whatWasPromisedIsOnTheDisk(call: String, number: Int) throws {
        let disk = try PowerDisk()
        defer { disk.remove() }
        let outcome = try Strace.run(
            LogCrash.writer, [disk.live + "/log"], "\(call):signal=KILL:when=\(number)")
        #expect(outcome.status != 0)
        try disk.cutPower()
        let promised = LogCrash.promised(outcome)
        guard promised > 0 || FileManager.default.fileExists(atPath: disk.afterwards + "/log/log.key") else {
            return
        }
        try LogCrash.expectWhole(
            disk.afterwards + "/log", promised: promised, "power cut at \(call) \(number)")
    }
}
