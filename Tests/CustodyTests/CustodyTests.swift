import Bytes
import Custody
import Foundation
import Hashing
import Sealing
import Signing
import TestSupport
import Testing
import Transparency
import TransparencyLogs

/// The custody log: what is in it stays, and what is not was never there.
struct CustodyTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("log") }

    init() throws { folder = try TemporaryFolder() }

    private func log() throws -> TileLog { try TileLog(folder: path, origin: "force.example/custody/1") }

    private static func entry(_ number: Int) -> [UInt8] { Array("entry \(number)".utf8) }

    /// The root as the definition has it, out of the entries alone.
    private static func root(_ count: Int) -> SHA256Digest {
        var tree = MerkleTree()
        for number in 0..<count { tree.append(MerkleTree.leaf(entry(number))) }
        return tree.root
    }

    @Test(arguments: [[1, 1, 1], [255, 1, 1], [256, 256], [300, 700, 1], [1000]])
    func entriesInLotsGiveTheRootOfTheirTree(_ lots: [Int]) throws {
        var size = 0
        for lot in lots {
            #expect(try log().append((size..<(size + lot)).map(Self.entry)) == size)
            size += lot
        }
        let log = try log()
        let (note, checkpoint) = try log.note()
        #expect(
            checkpoint == Checkpoint(origin: "force.example/custody/1", size: size, root: Self.root(size)))
        #expect(try log.key.finding(on: note) == .signed(seconds: nil))
        var read: [[UInt8]] = []
        try log.forEachEntry(upTo: size) { index, bytes in
            #expect(index == read.count)
            read.append(bytes)
        }
        #expect(read == (0..<size).map(Self.entry))
        for index in stride(from: 0, to: size, by: max(1, size / 7)) {
            let proof = try MerkleProof.inclusion(of: index, inTreeOf: size) {
                try log.hash($0, $1, size: size)
            }
            #expect(
                MerkleProof.isIncluded(
                    MerkleTree.leaf(read[index]), at: index, inTreeOf: size, root: checkpoint.root,
                    path: proof))
        }
        // No tile that is not full is kept twice.
        let files = try FileManager.default.subpathsOfDirectory(atPath: path + "/tile")
        #expect(
            files.count { $0.contains(".p/") } == TilePath.last(ofTreeOf: size).count { $0.width < 256 }
                + (size % 256 == 0 ? 0 : 1))
    }

    @Test func whatHasNoCheckpointWasNeverThere() throws {
        _ = try log().append((0..<300).map(Self.entry))
        let before = try Data(contentsOf: URL(fileURLWithPath: path + "/checkpoint"))
        // A process that died after it had written entries and before it signed: the checkpoint is as it was.
        try FileManager.default.copyItem(atPath: path, toPath: folder.file("copy"))
        _ = try log().append((300..<310).map(Self.entry))
        try before.write(to: URL(fileURLWithPath: path + "/checkpoint"))
        for name in ["tile/0/001.p/44", "tile/entries/001.p/44"] {
            let kept = folder.file("copy") + "/" + name
            if !FileManager.default.fileExists(atPath: path + "/" + name) {
                try FileManager.default.copyItem(atPath: kept, toPath: path + "/" + name)
            }
        }
        #expect(try log().note().checkpoint.size == 300)
        #expect(try log().append((300..<303).map(Self.entry)) == 300)
        #expect(
            try log().note().checkpoint
                == Checkpoint(origin: "force.example/custody/1", size: 303, root: Self.root(303)))
    }

    @Test func severalProcessesAtOnceLoseNothing() async throws {
        _ = try log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { for number in 0..<10 { _ = try log().append([Self.entry(number)]) } }
            }
            try await group.waitForAll()
        }
        #expect(try log().note().checkpoint.size == 40)
    }

    // MARK: Events

    private func officer(_ name: String = "PC 1234 Jo Doe") throws -> OfficerIdentity {
        let key = try SigningKey.generateP256()
        return OfficerIdentity(
            key: key,
            certificate: try CertificateIssue.make(
                .officer, key: key, commonName: name, organization: "Example Police",
                from: Timestamp(seconds: 1_795_000_000),
                days: 30))
    }

    private func register() throws -> CustodyRegister {
        try CustodyRegister(folder: path, force: "Example Police")
    }

    @Test func eventsAreSignedProvenAndWhole() throws {
        let officer = try officer()
        let (one, two) = (try SecureRandom.uuid(), try SecureRandom.uuid())
        let now = Timestamp(seconds: 1_795_000_100)
        for (verb, bundle) in [(CustodyVerb.sealed, one), (.sealed, two), (.copied, one)] {
            _ = try register().record(
                verb, bundle: bundle, details: [JSONMember("why", "trial")], by: officer, at: now)
        }
        let register = try register()
        #expect(register.log.key.name == "example-police.custody/1")
        #expect(try register.check().problems.isEmpty)
        let entries = try register.entries(of: one)
        #expect(entries.map(\.event.verb) == [.sealed, .copied])
        #expect(entries.allSatisfy { $0.areDetailsTrue && $0.event.signer()?.commonName == "PC 1234 Jo Doe" })
        let transcript = try Transcript.make(of: one, in: register)
        let reading = try Transcript.read(transcript)
        #expect(reading.log == register.log.key && reading.entries.count == 2 && reading.size == 3)
        // Every changed byte of a transcript is found, or leaves it saying the same.
        for place in stride(from: 0, to: transcript.count, by: 97) {
            var changed = transcript
            changed[place] ^= 0x04
            if let read = try? Transcript.read(changed) {
                #expect(read.entries.map { $0.event } == reading.entries.map { $0.event }, "byte \(place)")
            }
        }
    }

    @Test func detailsCanGoAndTheLogStays() throws {
        let bundle = try SecureRandom.uuid()
        let index = try register().record(
            .sealed, bundle: bundle, details: [JSONMember("to", "somebody")], by: officer(),
            at: Timestamp(seconds: 1_795_000_100))
        try FileManager.default.removeItem(atPath: path + "/details/\(index).json")
        #expect(try register().check().problems.isEmpty)
        #expect(try register().entries().first?.details == nil)
        try Data(#"{"salt":"00","details":{"to":"another"}}"#.utf8).write(
            to: URL(fileURLWithPath: path + "/details/\(index).json"))
        #expect(try register().check().problems == ["the details of event 0 are not those that were signed"])
    }

    @Test func aRewrittenLogIsFoundByWhoHoldsACheckpoint() throws {
        let officer = try officer()
        for _ in 0..<5 {
            _ = try register().record(
                .sealed, bundle: try SecureRandom.uuid(), details: [], by: officer,
                at: Timestamp(seconds: 1_795_000_100))
        }
        let held = try register().log.note().note
        _ = try register().record(
            .copied, bundle: try SecureRandom.uuid(), details: [], by: officer,
            at: Timestamp(seconds: 1_795_000_200))
        #expect(try register().isContinuation(of: held))
        // Whoever has the log's key can write it anew, one event short: it is whole by itself, and not what was held.
        let (key, origin) = (try folder.read("log/log.key"), try folder.read("log/origin"))
        let kept = try register().entries().dropLast(2).map(\.event.serialized)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        _ = try folder.write(key, to: "log/log.key")
        _ = try folder.write(origin, to: "log/origin")
        _ = try log().append(Array(kept.dropFirst()) + [kept[0], kept[1]])
        #expect(try register().check().problems.isEmpty)
        #expect(try !register().isContinuation(of: held))
    }

    @Test func aChangedEntryIsNamed() throws {
        let officer = try officer()
        for _ in 0..<3 {
            _ = try register().record(
                .sealed, bundle: try SecureRandom.uuid(), details: [], by: officer,
                at: Timestamp(seconds: 1_795_000_100))
        }
        let name = "log/tile/entries/000.p/3"
        var changed = try folder.read(name)
        let place = try #require(changed.firstRange(of: Array("sealed".utf8)))
        changed.replaceSubrange(place, with: Array("copied".utf8))
        try Data(changed).write(to: URL(fileURLWithPath: folder.file(name)))
        let problems = try register().check().problems
        #expect(problems.contains("entry 0 is not what its hash says"))
        #expect(problems.contains("event 0 is not signed by who is said to have acted"))
        #expect(problems.contains("the entries do not give the root that the checkpoint has"))
    }
}
