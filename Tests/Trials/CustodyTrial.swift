import Bytes
import Custody
import CustodyEvents
import Files
import Glibc
import Hashing
import Sealing
import Signing
import Storage
import TestSupport
import Threads
import Transparency
import TransparencyLogs

/// What the custody log costs.
enum CustodyTrial {
    private static func register(_ folder: String) throws -> CustodyRegister {
        try CustodyRegister(folder: folder, force: "Example Police")
    }

    /// Appends signed events, each with its details, from so many threads; prints how many a second.
    static func events(in folder: String, threads: Int, each count: Int) throws {
        let maker = try SmallBundle()
        _ = try register(folder)
        let begun = Deadline.now
        let writers = try (0..<threads).map { _ in
            try BlockingThread.start(stackBytes: 4 << 20) {
                do {
                    let register = try register(folder)
                    for _ in 0..<count { try record(register, maker) }
                } catch {
                    print("\(error)")
                    exit(3)
                }
            }
        }
        for writer in writers { writer.join() }
        print(Double(threads * count) / seconds(since: begun))
    }

    private static func record(_ register: CustodyRegister, _ maker: SmallBundle) throws {
        try register.record(
            .viewed, bundle: SecureRandom.uuid(),
            details: [JSONMember("why", "a trial of how many events can be written")], by: maker.officer,
            at: maker.begun)
    }

    /// How often a second this disk writes as many bytes as an event has, and syncs them: prints it.
    static func disk(in folder: String, count: Int) throws {
        let file = try OpenFile.creating(folder + "/synced")
        let bytes = try SecureRandom.bytes(3000)
        let begun = Deadline.now
        for number in 0..<count {
            try file.write(bytes, at: number * bytes.count)
            try file.sync()
        }
        print(Double(count) / seconds(since: begun))
        try Folder.remove(folder + "/synced")
    }

    /// A log of so many entries, of 1,000 signed events over and over: prints bytes of entries and details, the median of 1,000
    /// inclusion proofs in milliseconds and what 99 of 100 do not pass, and how many entries a second were appended.
    static func large(in folder: String, count: Int) throws {
        let maker = try SmallBundle()
        let source = try register(folder + "/source")
        for _ in 0..<1000 { try record(source, maker) }
        var items: [LogItem] = []
        try source.log.forEachItem(upTo: source.log.note().checkpoint.size) { _, entry, details in
            items.append(LogItem(entry: entry, details: details ?? []))
        }
        let log = try TileLog(folder: folder + "/log", origin: "trial.custody/1")
        let begun = Deadline.now
        var bytes = 0
        for start in stride(from: 0, to: count, by: 1000) {
            let lot = (start..<min(count, start + 1000)).map { items[$0 % items.count] }
            bytes += lot.reduce(0) { $0 + $1.entry.count + $1.details.count }
            _ = try log.append(lot)
        }
        let rate = Double(count) / seconds(since: begun)
        let now = try TileLog(folder: folder + "/log", origin: "").note().checkpoint
        var times: [Double] = []
        for number in 0..<1000 {
            let index = (number &* 1_000_003 + 7) % now.size
            let begun = Deadline.now
            let path = try TreeReader(log, size: now.size).inclusion(of: index)
            times.append(seconds(since: begun) * 1000)
            guard
                MerkleProof.isIncluded(
                    MerkleTree.leaf(items[index % items.count].entry), at: index, inTreeOf: now.size,
                    root: now.root, path: path)
            else { exit(4) }
        }
        times.sort()
        print(bytes, times[times.count / 2], times[times.count * 99 / 100], rate)
    }

    private static func seconds(since begun: Deadline) -> Double {
        let passed = Deadline.now.since(begun).components
        return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    }
}
