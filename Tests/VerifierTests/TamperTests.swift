import Foundation
import Synchronization
import TestSupport
import Testing
import Threads
import Verifier

/// Every change to the bytes of a sealed bundle is found.
@Suite struct TamperTests {
    private let bundle: [UInt8]
    private let verification: Verification

    init() throws {
        let maker = try SmallBundle()
        let folder = try TemporaryFolder()
        let path = folder.file("small.wacz")
        try maker.seal(
            at: path,
            resources: [
                ("urn:text:https://example.org/", "text/plain; charset=utf-8", Array("Guten Tag".utf8))
            ])
        bundle = try folder.read("small.wacz")
        verification = Verification(maker)
    }

    @Test func theDigestIsComparedAlsoOfAMemberThatCannotBeOpened() throws {
        let member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        let second = try #require(bundle.indices.dropFirst(100).first { bundle[$0...].starts(with: member) })
        // The last byte of the length in the first member's trailer, which is then too large, and the first of its CRC-32.
        for (place, bit) in [(second - 1, 0x80), (second - 8, 1)] as [(Int, UInt8)] {
            var changed = bundle
            changed[place] ^= bit
            let codes = Set(try verification.verdict(changed).findings.map(\.code))
            #expect(codes.isSuperset(of: ["records.digest", "records.gzip"]), "\(place): \(codes)")
        }
    }

    @Test func unchangedIsIntact() throws {
        let verdict = try verification.verdict(bundle)
        #expect(verdict.status == .intact, "\(verdict.findings)")
        #expect(bundle.count <= 16384)
        var nobody = verification
        nobody.options.anchors = TrustAnchors()
        #expect(try nobody.verdict(bundle).status == .cannotBeVerified)
    }

    /// The checks stop at the first failure here. They are the first of those that run without that, so what is found here is
    /// always found; `scripts/flip-all` runs them all.
    @Test func everyFlippedBitIsFound() throws {
        var options = verification.options
        options.stopsAtFailure = true
        let bundle = bundle
        let shared = Shared()
        let threads = try (0..<ProcessInfo.processInfo.activeProcessorCount).map { [options] _ in
            try BlockingThread.start {
                var changed = bundle
                while let place = shared.nextPlace(below: bundle.count) {
                    for bit in 0..<8 {
                        changed[place] ^= 1 << UInt8(bit)
                        let verdict = try? BundleVerifier.verify(bytes: changed, options: options)
                        if verdict?.status != .notAsSealed { shared.miss(place * 8 + bit) }
                        changed[place] ^= 1 << UInt8(bit)
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(shared.isDone(bundle.count))
        #expect(shared.missedBits.isEmpty, "bits at bytes \(shared.missedBits.map { $0 / 8 })")
    }

    @Test func everyTruncationIsFound() throws {
        for length in 0..<bundle.count {
            let verdict = try verification.verdict(Array(bundle[..<length]))
            #expect(verdict.status == .notAsSealed, "cut to \(length) bytes")
            #expect(verdict.headline.hasPrefix("This copy is incomplete"), "cut to \(length) bytes")
        }
        #expect(try verification.verdict(bundle + [0]).status == .notAsSealed)
        #expect(try verification.verdict([0] + bundle).status == .notAsSealed)
    }

    /// A status does not depend on where the checks stop.
    @Test func everyFlippedByteHasTheSameStatusWhenAllChecksRun() throws {
        var changed = bundle
        for place in stride(from: 0, to: bundle.count, by: 41) {
            changed[place] ^= 0x10
            #expect(try verification.verdict(changed).status == .notAsSealed, "byte \(place)")
            changed[place] ^= 0x10
        }
    }

    /// What the threads share: bytes not yet begun, and bits that were not found.
    private final class Shared: Sendable {
        private let next = Atomic(0)
        private let missed = Mutex<[Int]>([])

        func nextPlace(below count: Int) -> Int? {
            let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
            return place < count ? place : nil
        }

        func miss(_ bit: Int) { missed.withLock { $0.append(bit) } }
        func isDone(_ count: Int) -> Bool { next.load(ordering: .relaxed) >= count }
        var missedBits: [Int] { missed.withLock { $0 } }
    }
}
