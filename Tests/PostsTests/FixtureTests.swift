import Bytes
import Foundation
import Posts
import TestSupport
import Testing

/// Bodies of every platform with what they hold, read beside the project: each expected field, with the same value.
@Suite(.enabled(if: Package.hasShared, "needs the folder of other people's bodies beside the project"))
struct FixtureTests {
    private static let folder = Package.shared + "/fixtures/"

    private static let cases: [String] = {
        let platforms = Platform.allCases.map(\.rawValue)
        return platforms.flatMap { platform in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + platform)) ?? []
            return names.filter {
                FileManager.default.fileExists(atPath: "\(folder)\(platform)/\($0)/expected.json")
            }.map { "\(platform)/\($0)" }
        }.sorted()
    }()

    private static func read(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: folder + path) else { return nil }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + path)))
    }

    @Test(arguments: cases) func everyFieldIsRead(_ name: String) throws {
        let expected = try JSONReader.parse(#require(try Self.read(name + "/expected.json")))
        let source = try JSONReader.parse(#require(try Self.read(name + "/source.json")))
        let bytes = try #require(try Self.read(name + "/body.json") ?? Self.read(name + "/body.html"))
        let mediaType = source["mime"]?.string?.split(separator: ";").first.map(String.init)
        let body = PostBody(
            address: source["url"]?.string ?? "", status: Int(source["status"]?.integer ?? 200),
            mediaType: mediaType,
            bytes: bytes)
        let posts = PostReaders.read(body)?.posts.map { $0.json(record: nil) } ?? []
        let wanted = expected["postId"]
        let found = posts.first { wanted == nil || $0["postId"] == wanted } ?? posts.first
        let problems = FieldComparison.problems(expected, found ?? .null, at: "")
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }
}
