import Evidence
import TestSupport
import Testing
import VectorCases
import Verifier

/// Bundles that are signed by the right key and break one rule of the format each.
@Suite struct ConformanceTests {
    @Test(arguments: [CaptureEngine.pack, .fetch])
    func aBundleThatKeepsToTheFormatIsIntact(engine: CaptureEngine) throws {
        let maker = try SmallBundle()
        let verdict = try Verification(maker).verdict(Breach.conforming(engine, maker))
        #expect(verdict.status == .intact, "\(verdict.findings)")
        var quick = Verification(maker)
        quick.options.quick = true
        #expect(try quick.verdict(Breach.conforming(engine, maker)).status == .intact)
    }

    @Test(arguments: Breach.all)
    func isFound(_ breach: Breach) throws {
        let maker = try SmallBundle()
        let bytes = try breach.bundle(maker)
        let verification = Verification(maker)
        let verdict = try verification.verdict(bytes)
        #expect(verdict.status == .notAsSealed, "\(breach.rule)")
        #expect(try verification.failures(bytes) == breach.codes, "\(breach.rule): \(verdict.findings)")
    }
}
