import Foundation
import TestSupport
import Testing
import VectorCases

/// `scripts/verify-by-hand`, which uses stock tools alone, and this verifier agree over the kit.
struct VerifyByHandTests {
    private static let folder = Package.root + "/Tests/Vectors/bundle/"

    private static let bundles: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let others = ["foreign_", "bag_", "domain_"]
        return files.filter { name in
            name.hasSuffix(".wacz") && !others.contains { name.hasPrefix($0) }
        }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test(arguments: bundles) func stockToolsAgree(_ name: String) throws {
        let expected = try VectorExpectation(
            [UInt8](Data(contentsOf: URL(fileURLWithPath: Self.folder + name + ".json"))))
        guard !expected.options.trust.isEmpty else { return }
        // Who sealed and who withheld may have two authorities: their certificates in one file.
        let folder = try TemporaryFolder()
        let trusted = try expected.options.trust.flatMap {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + $0)))
        }
        var arguments = [Self.folder + name + ".wacz", try folder.write(trusted, to: "officer.pem")]
        // A token that is not counted is no failure for us; a hand that asks for it sees only that it does not verify.
        if let authority = expected.options.timeTrust.first,
            !expected.tells.contains(where: { $0.hasPrefix("time.token-") })
        {
            arguments.append(Self.folder + authority)
        }
        let outcome = try Tool(path: Package.root + "/scripts/verify-by-hand").run(arguments)
        let last = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").last ?? ""
        #expect(outcome.errors == "")
        switch (expected.status, expected.kind) {
        case (0, _): #expect(outcome.status == 0, "\(last)")
        case (1, "altered"), (1, "damaged"): #expect(outcome.status == 1, "\(last)")
        // What only a holder of the officer's key can break, stock tools need not see; and what cannot be verified
        // is in part a question of trust.
        default: #expect(outcome.status == 0 || outcome.status == 1)
        }
    }
}
