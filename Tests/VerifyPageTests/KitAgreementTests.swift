import Foundation
import TestSupport
import Testing
import VectorCases

/// The page is a second verifier, written from the documents: both must say the same of every file.
@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct KitAgreementTests {
    static let folder = Package.root + "/Tests/Vectors/bundle"

    static func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
    }

    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".wacz") }
            .map { String($0.dropLast(5)) }.sorted()
    }

    /// Files that are verified with the same options go to the page together.
    private struct Group {
        var options: VectorCase.Options
        var cases: [(name: String, expected: VectorExpectation)] = []
    }

    /// Cases that are not kept as files: too large, or not written yet.
    @Test func aBrowserJudgesTheCasesThatAreMadeHere() async throws {
        let kit = try VectorKit()
        let folder = try TemporaryFolder()
        for (name, bytes) in kit.trust { try folder.write(bytes, to: name) }
        let kept = Set(try Self.names())
        var groups: [String: [(one: VectorCase, bytes: [UInt8])]] = [:]
        for one in VectorCase.all where !kept.contains(one.name) {
            groups["\(one.options)", default: []].append((one, try one.make(kit).bytes))
        }
        let all = groups
        let disagreements = try await OpenPage.with { page in
            var disagreements: [String] = []
            for cases in all.values {
                guard let options = cases.first?.one.options else { continue }
                try page.set(options, certificates: folder.path)
                let results = try page.check(
                    cases.map { try page.write($0.bytes, to: $0.one.name + ".wacz") })
                #expect(results.count == cases.count)
                for ((one, _), result) in zip(cases, results)
                where result.decides != one.codes || !one.tells.isSubset(of: result.codes) {
                    disagreements.append(
                        "\(one.name): \(result.decides.sorted()), expected \(one.codes.sorted())")
                }
            }
            return disagreements
        }
        #expect(disagreements == [])
    }

    @Test func aBrowserJudgesEveryFileOfTheKitAsItSays() async throws {
        var groups: [String: Group] = [:]
        for name in try Self.names() {
            let expected = try VectorExpectation(Self.read(name + ".json"))
            groups["\(expected.options)", default: Group(options: expected.options)].cases.append(
                (name, expected))
        }
        let all = groups
        let disagreements = try await OpenPage.with { page in
            var disagreements: [String] = []
            for group in all.values {
                try page.set(group.options, certificates: Self.folder)
                var paths: [String] = []
                for (name, _) in group.cases {
                    paths.append(try page.write(Self.read(name + ".wacz"), to: name + ".wacz"))
                    let sidecar = name + ".wacz.sidecar-01.json"
                    if let bytes = try? Self.read(sidecar) {
                        paths.append(try page.write(bytes, to: sidecar))
                    }
                }
                let results = try page.check(paths)
                #expect(results.count == group.cases.count)
                for ((name, expected), result) in zip(group.cases, results)
                where result.status != Int64(expected.status) || result.kind != expected.kind
                    || result.decides != expected.codes || !expected.tells.isSubset(of: result.codes)
                {
                    disagreements.append("\(name): \(result.status) \(result.codes.sorted())")
                }
            }
            return disagreements
        }
        #expect(disagreements == [])
        #expect(all.values.reduce(0) { $0 + $1.cases.count } > 300)
    }
}
