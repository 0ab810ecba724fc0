import Foundation
import TestSupport
import Testing
import VectorCases
import Verifier

/// Both verifiers say the same of files that were changed at random. `scripts/agree COUNT` tries more of them.
@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct MutationAgreementTests {
    /// Bundles of each kind, all verified with the same options.
    private static let bases = [
        "good_live", "good_recovered", "good_a-masked-cookie", "time_a-token-of-a-trusted-authority",
        "time_a-token-before-the-capture", "origin_a-handshake-signed-by-the-server-after-a-timestamp",
    ]

    private static var count: Int {
        ProcessInfo.processInfo.environment["EXHIBIT_MUTATIONS"].flatMap { Int($0) } ?? 120
    }

    @Test func aBrowserJudgesChangedFilesAsTheProgramDoes() async throws {
        let options = VectorCase.Options(timeTrust: ["tsa.pem"], serverTrust: ["web.pem"])
        let bases = try Self.bases.map { try KitAgreementTests.read($0 + ".wacz") }
        let count = Self.count
        let disagreements = try await OpenPage.with { page in
            var disagreements: [String] = []
            try page.set(options, certificates: KitAgreementTests.folder)
            var numbers = Mutation.Numbers(seed: 20_261_125)
            for first in stride(from: 0, to: count, by: 100) {
                let made = (first..<min(first + 100, count)).map {
                    Mutation(of: bases[$0 % bases.count], &numbers)
                }
                let paths = try made.enumerated().map { number, one in
                    try page.write(one.bytes, to: "\(number).wacz")
                }
                let results = try page.check(paths)
                #expect(results.count == made.count)
                for ((place, one), result) in zip(made.enumerated(), results) {
                    let verdict = try VectorVerdict.of(
                        VectorCase.Contents(one.bytes), options, folder: KitAgreementTests.folder)
                    let codes = VectorVerdict.codes(verdict)
                    if Int64(verdict.status.rawValue) != result.status
                        || Self.comparable(codes) != Self.comparable(result.decides)
                    {
                        disagreements.append(
                            "\(first + place), \(one.about): \(codes.sorted()), page \(result.decides.sorted())"
                        )
                    }
                }
            }
            return disagreements
        }
        #expect(disagreements == [])
    }

    /// Codes that may stand for each other where a signature file is broken: a reader of DER that is given rubbish may stop
    /// at one place or another. And where a member's last byte is wrong, whether its digest was looked at too.
    private static func comparable(_ codes: Set<String>) -> Set<String> {
        var codes = codes
        if codes.contains("records.gzip") { codes.remove("records.digest") }
        if !codes.isDisjoint(with: ["statement.signature-invalid", "statement.signature-form"]) {
            return ["statement.signature"]
        }
        if !codes.isDisjoint(with: ["time.token-form", "time.token-differs"]) {
            codes.subtract(["time.token-form", "time.token-other"])
        }
        return codes
    }
}
