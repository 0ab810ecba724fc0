import Bytes
import Evidence
import Foundation
import Hashing
import Sealing
import TestSupport
import Testing
import Verifier

/// Every change to a sealed bundle is found.
@Suite struct TamperTests {
    private let maker: SmallBundle
    private let bundle: [UInt8]
    private let options: VerifyOptions

    init() throws {
        maker = try SmallBundle()
        let folder = try TemporaryFolder()
        let path = folder.file("small.wacz")
        try maker.seal(
            at: path,
            resources: [
                ("urn:text:https://example.org/", "text/plain; charset=utf-8", Array("Guten Tag".utf8))
            ])
        bundle = try folder.read("small.wacz")
        var anchors = TrustAnchors()
        anchors.certificates = [maker.officer.certificate.digest]
        options = VerifyOptions(anchors: anchors)
    }

    private func status(_ bytes: [UInt8]) throws -> Verdict {
        try BundleVerifier.verify(bytes: bytes, options: options)
    }

    @Test func unchangedIsIntact() throws {
        let verdict = try status(bundle)
        #expect(verdict.status == .intact, "\(verdict.findings)")
        #expect(bundle.count <= 16384)
        var nobody = options
        nobody.anchors = TrustAnchors()
        #expect(try BundleVerifier.verify(bytes: bundle, options: nobody).status == .cannotBeVerified)
    }

    @Test func everyFlippedBitIsFound() async throws {
        let missed = try await withThrowingTaskGroup(of: [Int].self) { group in
            let cores = ProcessInfo.processInfo.activeProcessorCount
            for core in 0..<cores {
                group.addTask {
                    var missed: [Int] = []
                    var changed = bundle
                    for bit in stride(from: core, to: bundle.count * 8, by: cores) {
                        changed[bit / 8] ^= 1 << UInt8(bit % 8)
                        if try status(changed).status != .notAsSealed { missed.append(bit) }
                        changed[bit / 8] ^= 1 << UInt8(bit % 8)
                    }
                    return missed
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(missed.isEmpty, "bits at bytes \(missed.map { $0 / 8 })")
    }

    @Test func everyTruncationIsFound() throws {
        for length in 0..<bundle.count {
            let verdict = try status(Array(bundle[..<length]))
            #expect(verdict.status == .notAsSealed, "cut to \(length) bytes")
            #expect(verdict.headline.hasPrefix("This copy is incomplete"), "cut to \(length) bytes")
        }
        #expect(try status(bundle + [0]).status == .notAsSealed)
        #expect(try status([0] + bundle).status == .notAsSealed)
    }
}
