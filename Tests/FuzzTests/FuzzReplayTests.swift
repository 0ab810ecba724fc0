import Foundation
import FuzzedParsers
import TestSupport
import Testing

/// Inputs that once failed, and the inputs that fuzzing begins with.
@Suite struct FuzzReplayTests {
    private static let folder = Package.root + "/Tests/Vectors/fuzz/"

    @Test(arguments: FuzzedParser.allCases)
    func everyKeptInputHasNoProblem(_ parser: FuzzedParser) throws {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: Self.folder + parser.rawValue)) ?? []
        for name in names {
            let path = Self.folder + parser.rawValue + "/" + name
            let input = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            #expect(parser.problem(with: input) == nil, "\(name)")
        }
    }

    @Test(arguments: FuzzedParser.allCases)
    func seedsAndTheirCutsHaveNoProblem(_ parser: FuzzedParser) throws {
        for (number, seed) in try parser.seeds().enumerated() {
            #expect(parser.problem(with: seed) == nil, "seed \(number)")
            for length in stride(from: 0, to: seed.count, by: max(1, seed.count / 40)) {
                #expect(
                    parser.problem(with: Array(seed[..<length])) == nil, "seed \(number), \(length) bytes")
            }
        }
    }
}
