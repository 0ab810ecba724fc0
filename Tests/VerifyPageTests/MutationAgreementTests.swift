import Foundation
import TestSupport
import Testing
import VectorCases
import Verifier

/// Both verifiers say the same, code for code, of files that were changed at random. `scripts/agree COUNT SEED` tries more of them.
@Suite(.enabled(if: BrowserGate.hasChromium, "Chromium is not installed"))
struct MutationAgreementTests {
    /// As many files as the page is given at once.
    private static let batch = 100

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    @Test func aBrowserJudgesChangedFilesAsTheProgramDoes() async throws {
        let count = Self.number("EXHIBIT_MUTATIONS") ?? 120
        let seed = UInt64(clamping: Self.number("EXHIBIT_MUTATION_SEED") ?? 20_261_125)
        let bases = try MutationBase.all()
        let disagreements = try await OpenPage.with { page in
            var disagreements: [String] = []
            var numbers = Mutation.Numbers(seed: seed)
            for (place, base) in bases.enumerated() {
                try page.set(base.options, certificates: KitAgreementTests.folder)
                let share = count / bases.count + (place < count % bases.count ? 1 : 0)
                for first in stride(from: 0, to: share, by: Self.batch) {
                    let made = (first..<min(first + Self.batch, share)).map { _ in
                        Mutation(of: base.contents.bytes, &numbers)
                    }
                    disagreements += try Self.disagreements(over: made, of: base, first: first, page)
                }
            }
            return disagreements
        }
        #expect(disagreements == [])
    }

    private static func disagreements(
        over made: [Mutation], of base: MutationBase, first: Int, _ page: OpenPage
    ) throws -> [String] {
        var paths: [String] = []
        for (number, one) in made.enumerated() {
            // The browser remembers a file by its name.
            let name = "\(base.name)-\(first + number).wacz"
            paths.append(try page.write(one.bytes, to: name))
            for (place, sidecar) in base.contents.sidecars.enumerated() {
                paths.append(try page.write(sidecar, to: "\(name).sidecar-0\(place + 1).json"))
            }
        }
        let results = try page.check(paths)
        #expect(results.count == made.count)
        return try zip(made, results).compactMap { one, result in
            var contents = base.contents
            contents.bytes = one.bytes
            let verdict = try VectorVerdict.of(contents, base.options, folder: KitAgreementTests.folder)
            let codes = VectorVerdict.codes(verdict)
            guard Int64(verdict.status.rawValue) != result.status || codes != result.decides else {
                return nil
            }
            return
                "\(base.name), \(one.about): \(verdict.status.rawValue) \(codes.sorted()), page \(result.status) \(result.decides.sorted())"
        }
    }
}
