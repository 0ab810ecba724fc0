import Evidence
import TestSupport
import Testing
import VectorCases
import Verifier

/// ZIP files that different programs read differently (trust profile of the container, bundle format section 2).
@Suite struct HostileContainerTests {
    private func raw() throws -> (RawContainer, Verification) {
        let maker = try SmallBundle()
        return (try RawContainer(Breach.conforming(.pack, maker)), Verification(maker))
    }

    @Test func theUntouchedContainerIsIntact() throws {
        var (container, verification) = try raw()
        #expect(try verification.verdict(container.bytes).status == .intact)
        container.refit()
        #expect(try verification.verdict(container.bytes).status == .intact)
    }

    @Test(arguments: ContainerTrick.all)
    func isNotAsSealed(_ trick: ContainerTrick) throws {
        var (container, verification) = try raw()
        trick.apply(&container)
        let verdict = try verification.verdict(container.bytes)
        #expect(verdict.status == .notAsSealed, "\(verdict.headline)")
        #expect(verdict.findings.allSatisfy { $0.code.hasPrefix("zip.") || $0.code.hasPrefix("container.") })
    }
}
