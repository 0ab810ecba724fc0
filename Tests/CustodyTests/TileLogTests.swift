import Bytes
import Custody
import Foundation
import Hashing
import TestSupport
import Testing
import Threads
import Transparency
import TransparencyLogs

/// The log on the disk: journal, tiles, checkpoint.
struct TileLogTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("log") }

    init() throws { folder = try TemporaryFolder() }

    private func log() throws -> TileLog { try TileLog(folder: path, origin: "force.example.custody/1") }

    private static func items(_ range: Range<Int>) -> [LogItem] {
        range.map { LogItem(entry: Array("entry \($0)".utf8), details: Array("details \($0)".utf8)) }
    }

    /// The root as the definition has it, out of the entries alone.
    private static func root(_ count: Int) -> SHA256Digest {
        var tree = MerkleTree()
        for item in items(0..<count) { tree.append(MerkleTree.leaf(item.entry)) }
        return tree.root
    }

    @Test(arguments: [[1, 1, 1], [255, 1, 1], [256, 256], [300, 700, 1], [1000], [1500, 600]])
    func entriesInLotsGiveTheRootOfTheirTree(_ lots: [Int]) throws {
        var size = 0
        for lot in lots {
            let (index, note) = try log().append(Self.items(size..<(size + lot)))
            #expect(index == size)
            size += lot
            // What is promised stands in a checkpoint at once.
            #expect(Checkpoint(note.text)?.root == Self.root(size))
        }
        let log = try log()
        let (note, checkpoint) = try log.note()
        #expect(
            checkpoint == Checkpoint(origin: "force.example.custody/1", size: size, root: Self.root(size)))
        #expect(try log.key.finding(on: note) == .signed(seconds: nil))
        var read: [LogItem] = []
        try log.forEachItem(upTo: size) { index, entry, details in
            #expect(index == read.count)
            read.append(LogItem(entry: entry, details: details ?? []))
        }
        #expect(read == Self.items(0..<size))
        for index in stride(from: 0, to: size, by: max(1, size / 7)) {
            let proof = try TreeReader(log, size: size).inclusion(of: index)
            #expect(
                MerkleProof.isIncluded(
                    MerkleTree.leaf(read[index].entry), at: index, inTreeOf: size, root: checkpoint.root,
                    path: proof))
        }
        // Exactly the files that the standard asks for.
        let files = try FileManager.default.subpathsOfDirectory(atPath: path).filter {
            $0.hasPrefix("tile/")
                && ($0.contains(".p/") || !FileManager.default.fileExists(atPath: "\(path)/\($0)/."))
        }
        var expected: Set<String> = []
        var (count, level) = (size, 0)
        while count > 0 {
            for tile in 0...((count - 1) / 256) {
                let width = min(256, count - tile * 256)
                expected.insert(TilePath.hashes(level: level, index: tile, width: width))
                if level == 0 { expected.insert(TilePath.entries(index: tile, width: width)) }
            }
            (count, level) = (count / 256, level + 1)
        }
        #expect(Set(files.filter { !$0.hasSuffix(".p") }) == expected)
    }

    @Test func eightWritersAtOnceLoseNothing() throws {
        let log = try log()
        let writers = try (0..<8).map { writer in
            let path = path
            return try BlockingThread.start {
                for number in 0..<20 {
                    let item = LogItem(entry: Array("writer \(writer) entry \(number)".utf8))
                    // Half of them as other processes would, with a state of their own.
                    let mine = writer % 2 == 0 ? log : (try? TileLog(folder: path, origin: ""))
                    #expect(throws: Never.self) {
                        let (index, note) = try #require(mine).append([item])
                        #expect(Checkpoint(note.text).map { $0.size > index } == true)
                    }
                }
            }
        }
        for writer in writers { writer.join() }
        let size = try log.note().checkpoint.size
        var read: Set<[UInt8]> = []
        try log.forEachItem(upTo: size) { _, entry, _ in read.insert(entry) }
        #expect(size == 160 && read.count == 160)
    }

    @Test func writersWhileTilesAreMadeLoseNothing() throws {
        let path = path
        _ = try log()
        let writers = try (0..<6).map { writer in
            try BlockingThread.start {
                #expect(throws: Never.self) {
                    let mine = try TileLog(folder: path, origin: "")
                    for number in 0..<30 {
                        let (index, note) = try mine.append([
                            LogItem(entry: Array("\(writer) \(number)".utf8))
                        ])
                        #expect(Checkpoint(note.text).map { $0.size > index } == true)
                        // Two of them read, and so make tiles, all the time.
                        if writer < 2 { _ = try mine.note() }
                    }
                }
            }
        }
        for writer in writers { writer.join() }
        var read: Set<[UInt8]> = []
        try log().forEachItem(upTo: log().note().checkpoint.size) { _, entry, _ in read.insert(entry) }
        #expect(read.count == 180)
    }

    @Test func entriesOfWhoDiedAreKeptOrGoneAndNeverHalf() throws {
        _ = try log().append(Self.items(0..<3))
        let whole = try folder.read("log/journal")
        // What a process leaves that dies anywhere in its write: the next one takes what is whole.
        for length in stride(from: 32, through: whole.count, by: 7) {
            try Data(whole.prefix(length)).write(to: URL(fileURLWithPath: path + "/journal"))
            // What is told in it did not reach the disk: as after a cut of the power.
            try FileManager.default.removeItem(atPath: path + "/commit.lock")
            let log = try log()
            let size = try log.append(Self.items(7..<8)).index
            #expect(size <= 3)
            #expect(try log.note().checkpoint.size == size + 1)
            try FileManager.default.removeItem(atPath: path + "/tile")
            try FileManager.default.removeItem(atPath: path + "/details")
            try FileManager.default.removeItem(atPath: path + "/checkpoint")
            try Data(whole.prefix(32)).write(to: URL(fileURLWithPath: path + "/journal"))
        }
    }

    @Test func whatIsTooLongIsRefused() throws {
        let log = try log()
        for item in [
            LogItem(entry: []), LogItem(entry: [UInt8](repeating: 1, count: 65_536)),
            LogItem(entry: [1], details: [UInt8](repeating: 1, count: 65_537)),
        ] {
            #expect(throws: LogFailure.self) { try log.append([item]) }
        }
        #expect(try log.append([LogItem(entry: [UInt8](repeating: 1, count: 65_535))]).index == 0)
    }
}
