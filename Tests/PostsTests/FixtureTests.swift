import Bytes
import Foundation
import Posts
import TestSupport
import Testing

/// Bodies of every platform with what they hold: each expected field, with the same value.
private enum Fixtures {
    static func cases(in folder: String) -> [String] {
        Platform.allCases.map(\.rawValue).flatMap { platform in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + platform)) ?? []
            return names.map { "\(platform)/\($0)" }.filter {
                FileManager.default.fileExists(atPath: "\(folder)\($0)/expected.json")
            }
        }.sorted()
    }

    private static func read(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// What is not as expected in the reading of a case.
    static func problems(of path: String) throws -> String {
        let expected = try JSONReader.parse(#require(try read(path + "/expected.json")))
        let source = try JSONReader.parse(#require(try read(path + "/source.json")))
        let bytes = try #require(try read(path + "/body.json") ?? read(path + "/body.html"))
        let mediaType = source["mime"]?.string?.split(separator: ";").first.map(String.init)
        let body = PostBody(
            address: source["url"]?.string ?? "", status: Int(source["status"]?.integer ?? 200),
            mediaType: mediaType, bytes: bytes)
        let posts = PostReaders.read(body)?.posts.map { $0.json(record: nil) } ?? []
        let wanted = expected["postId"]
        let found = posts.first { wanted == nil || $0["postId"] == wanted } ?? posts.first
        return FieldComparison.problems(expected, found ?? .null, at: "").joined(separator: "\n")
    }
}

/// Bodies of this project, in the shapes of the platforms; everybody in them is invented.
struct OwnFixtureTests {
    private static let folder = Package.root + "/Tests/Fixtures/posts/"
    private static let cases = Fixtures.cases(in: folder)

    @Test func everyPlatformHasCases() {
        let platforms = Set(Self.cases.compactMap { $0.split(separator: "/").first.map(String.init) })
        // These two are read in exports alone.
        #expect(platforms == Set(Platform.allCases.map(\.rawValue)).subtracting(["whatsapp", "email"]))
    }

    @Test(arguments: cases) func everyFieldIsRead(_ name: String) throws {
        let problems = try Fixtures.problems(of: Self.folder + name)
        #expect(problems.isEmpty, "\(problems)")
    }
}

/// Bodies that others recorded, read beside the project.
@Suite(.enabled(if: Package.hasShared, "needs the folder of other people's bodies beside the project"))
struct FixtureTests {
    private static let folder = Package.shared + "/fixtures/"

    @Test(arguments: Fixtures.cases(in: folder)) func everyFieldIsRead(_ name: String) throws {
        let problems = try Fixtures.problems(of: Self.folder + name)
        #expect(problems.isEmpty, "\(problems)")
    }
}
