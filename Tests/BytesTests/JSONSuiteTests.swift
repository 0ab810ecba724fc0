import Bytes
import Foundation
import TestSupport
import Testing

/// JSONTestSuite's `test_parsing`, read beside the project.
@Suite(.enabled(if: Package.hasShared, "needs the folder of published vectors beside the project"))
struct JSONSuiteTests {
    private static let folder = Package.shared + "/vectors/json/"

    /// Valid JSON that has no one meaning, which the reader refuses on purpose.
    private static let ambiguous = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]

    private static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".json") }.sorted()
    }()

    @Test(arguments: names) func isReadAsTheSuiteSays(_ name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + name)))
        let value = try? JSONReader.parse(bytes)
        switch name.prefix(2) {
        case "y_": #expect((value != nil) == !Self.ambiguous.contains(name))
        case "n_": #expect(value == nil)
        // Either way, and what is read is written as the same value.
        default: if let value { #expect(try JSONReader.parse(value.serialized()) == value) }
        }
    }
}
