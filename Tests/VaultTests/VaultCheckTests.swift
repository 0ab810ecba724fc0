import Bytes
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Vault

struct VaultCheckTests {
    private let made: VaultMaker

    init() throws { made = try VaultMaker() }

    private func check(_ options: VaultCheck.Options = .init(), stopAfter count: Int = .max) throws
        -> VaultCheck.Result
    {
        let files = Mutex(0)
        return try VaultCheck(made.folder, options).run(
            made.open().register, isStopped: { files.withLock { $0 >= count } },
            progress: { progress in files.withLock { $0 = progress.files } })
    }

    @Test func whatIsMissingChangedOrSurplusIsNamed() throws {
        let entries = try (0..<4).map { _ in try made.add() }
        let vault = try made.open()
        let paths = entries.map { vault.bundles.path(of: $0.bundle) }
        #expect(try check().found == [])
        try FileManager.default.removeItem(atPath: paths[0])
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: paths[1])
        let file = try #require(FileHandle(forUpdatingAtPath: paths[1]))
        try file.seek(toOffset: 5000)
        let byte = try #require(try file.read(upToCount: 1)?.first)
        try file.seek(toOffset: 5000)
        try file.write(contentsOf: [byte ^ 1])
        try file.close()
        let stray = made.folder.bundles + "/stray.txt"
        try Data([1]).write(to: URL(fileURLWithPath: stray))
        let waiting = try made.seal(name: "waiting").path
        // A catalogue that was brought into line with the change helps nobody: the log is what counts.
        try Data().write(to: URL(fileURLWithPath: made.folder.catalogue + "-journal"))
        let result = try check()
        let expected: [String: CheckedFile.State] = [
            paths[0]: .missing, paths[1]: .changed, stray: .surplus, waiting: .surplus,
        ]
        #expect(Dictionary(uniqueKeysWithValues: result.found.map { ($0.path, $0.state) }) == expected)
        #expect(result.bundles == 4 && result.isComplete)
        #expect(result.found.first { $0.path == paths[1] }?.words.hasPrefix("JD/2: ") == true)
        // Nothing was mended.
        #expect(!FileManager.default.fileExists(atPath: paths[0]))
    }

    @Test func aCheckThatWasStoppedGoesOnWhereItWas() throws {
        let count = 12
        let entries = try (0..<count).map { _ in try made.add() }
        let stopped = try check(stopAfter: 3)
        #expect(!stopped.isComplete && stopped.checked >= 3 && stopped.checked < count)
        // What was whole then is not read again; what the state says of a file that has gone since is not believed.
        let rest = try check(stopAfter: 1)
        #expect(rest.before == stopped.checked && !rest.isComplete)
        for entry in entries {
            try FileManager.default.removeItem(atPath: made.open().bundles.path(of: entry.bundle))
        }
        let last = try check()
        #expect(last.isComplete && last.before == 0 && last.found.count == count)
        #expect(!FileManager.default.fileExists(atPath: made.folder.checkState))
    }

    @Test func aSampleLooksAtItsShareAndADeeperLookIsAskedForEach() throws {
        for _ in 0..<10 { try made.add() }
        var options = VaultCheck.Options()
        options.sample = 0.25
        #expect(try check(options).checked == 3)
        options.sample = nil
        let looked = Mutex(0)
        options.deep = { path in
            looked.withLock { $0 += 1 }
            return CheckedFile(path: path, state: .changed, words: "its signature does not verify")
        }
        let deep = try check(options)
        #expect(looked.withLock { $0 } == 10 && deep.found.count == 10)
    }

    @Test func aSecondCheckAtTheSameTimeIsToldThatOneIsRunning() throws {
        for _ in 0..<3 { try made.add() }
        let second = Mutex<[String]>([])
        let first = try VaultCheck(made.folder, .init()).run(
            made.register,
            progress: { _ in
                let outcome = Result { try check() }
                second.withLock { second in
                    switch outcome {
                    case .success: second.append("ran")
                    case .failure(let error): second.append("\(error)")
                    }
                }
            })
        #expect(first.isComplete && first.checked == 3 && first.found == [])
        #expect(
            second.withLock { $0.count == 3 && $0.allSatisfy { $0.contains("another check is running") } })
        // One that has ended, however it did, is in nobody's way.
        #expect(try check().checked == 3)
    }

    @Test func whatIsLeftInIncomingIsNamedWithWhatToDo() throws {
        let entry = try made.add()
        let incoming = made.folder.incoming
        try FileManager.default.createDirectory(
            atPath: incoming + "/interrupted", withIntermediateDirectories: false)
        let parts = incoming + "/\(entry.bundle.text).wacz.parts.AbC123"
        try FileManager.default.createDirectory(atPath: parts, withIntermediateDirectories: false)
        let files = [
            "adding.AbC123", "x.wacz.partial", "x.wacz.partial.journal", "interrupted/1-y.wacz.partial",
            "interrupted/z.wacz.partial.journal", "letter.txt",
        ]
        for name in files { try Data([1]).write(to: URL(fileURLWithPath: incoming + "/" + name)) }
        let result = try check()
        #expect(result.found == [] && result.notes.allSatisfy { $0.state == .unfinished })
        let words = Dictionary(
            uniqueKeysWithValues: result.notes.map {
                (String($0.path.dropFirst(incoming.count + 1)), $0.words)
            })
        #expect(words.count == 6, "\(words)")
        #expect(words["adding.AbC123"]?.contains("exhibit vault add") == true)
        #expect(words["x.wacz.partial"]?.contains("exhibit recover") == true)
        #expect(words["interrupted/1-y.wacz.partial"]?.contains("exhibit recover") == true)
        #expect(words["interrupted/z.wacz.partial.journal"]?.contains("exhibit recover") == true)
        #expect(
            words[String(parts.dropFirst(incoming.count + 1))]?.contains("exhibit vault encrypt JD/1") == true
        )
        #expect(words["letter.txt"]?.contains("remove it") == true)
    }
}
