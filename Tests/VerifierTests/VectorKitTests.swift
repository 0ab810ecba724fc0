import Bytes
import Foundation
import TestSupport
import Testing
import VectorCases
import Verifier

/// The kit of files that every verifier of the format should judge alike.
struct VectorKitTests {
    private static let folder = Package.root + "/Tests/Vectors/bundle"

    private static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".wacz") }.map { String($0.dropLast(5)) }.sorted()
    }()

    private static func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }

    @Test(arguments: names) func aFileOfTheKitIsJudgedAsItSays(_ name: String) throws {
        let expected = try VectorExpectation(Self.read(name + ".json"))
        var contents = VectorCase.Contents(try Self.read(name + ".wacz"))
        for number in 1...9 {
            guard let sidecar = try? Self.read("\(name).wacz.sidecar-0\(number).json") else { break }
            contents.sidecars.append(sidecar)
        }
        let verdict = try VectorVerdict.of(contents, expected.options, folder: Self.folder)
        #expect(VectorVerdict.codes(verdict) == expected.codes, "\(verdict.findings)")
        #expect(expected.tells.isSubset(of: Set(verdict.findings.map(\.code))), "\(verdict.findings)")
        #expect(verdict.status.rawValue == expected.status)
        #expect(verdict.kind?.rawValue == expected.kind)
    }

    /// The kit holds what its generator makes, but for what is too large to keep.
    @Test func theKitIsWhatItsGeneratorMakes() throws {
        let made = Set(VectorCase.all.map(\.name))
        #expect(Set(Self.names).isSubset(of: made), "\(Set(Self.names).subtracting(made))")
        #expect(made.count == VectorCase.all.count)
    }

    /// A case that is too large to keep is made here.
    @Test func whatIsTooLargeToKeepIsJudgedAsItShould() throws {
        let kit = try VectorKit()
        let folder = try TemporaryFolder()
        for (name, bytes) in kit.trust { try folder.write(bytes, to: name) }
        for one in VectorCase.all where !Self.names.contains(one.name) {
            let contents = try one.make(kit)
            #expect(contents.bytes.count > VectorCase.mostBytes, "\(one.name) is not in the kit")
            let verdict = try VectorVerdict.of(contents, one.options, folder: folder.path)
            #expect(VectorVerdict.codes(verdict) == one.codes, "\(one.name)")
        }
    }

    /// Codes that no small file produces, and where they are tested.
    private static let elsewhere = [
        "container.unreadable": "a file that may not be read: tests of the command",
        "container.foreign": "what the reader of bundles says before a file is read as another program's",
        "page.known": "the page is judged by the command: CommandTests",
        "page.unknown": "the same",
        "records.too-many": "four million records",
        "records.http-head": "a head of a mebibyte: HostileContentTests",
        "zip.too-large": "a file of four gibibytes",
        "custody.form": "HostileTranscriptTests, as all that is told of transcripts",
        "custody.named": "HostileTranscriptTests",
    ]

    @Test func everyCodeHasAFile() throws {
        let document = try String(contentsOfFile: Package.root + "/docs/formats/findings.md", encoding: .utf8)
        let codes = document.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
            $0.split(separator: "`").dropFirst().first.map(String.init)
        }.filter { !$0.hasPrefix("custody.") || Self.elsewhere[$0] != nil }
        #expect(codes.count > 150)
        let produced = Set(VectorCase.all.flatMap { $0.codes.union($0.tells) })
        let without = Set(codes).subtracting(produced)
        #expect(
            without == Set(Self.elsewhere.keys),
            "\(without.symmetricDifference(Self.elsewhere.keys).sorted())")
        #expect(produced.subtracting(codes) == [])
    }
}
