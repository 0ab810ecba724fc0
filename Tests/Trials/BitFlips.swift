import Bytes
import Files
import Foundation
import Hashing
import Synchronization
import Threads
import Verifier

/// Flips every bit of a bundle, one at a time, and verifies each result.
enum BitFlips {
    /// Whether every flip was found; tells on standard output what was not.
    static func run(_ path: String) throws -> Bool {
        let bundle = try WholeFile.read(path, maximumBytes: 64 << 20)
        var anchors = TrustAnchors()
        anchors.roots = try CertificatePEM.decode(try WholeFile.read(path + ".pem", maximumBytes: 64 << 10))
        let options = VerifyOptions(anchors: anchors)
        let before = try BundleVerifier.verify(bytes: bundle, options: options)
        guard before.status == .intact else {
            print("the bundle itself is not intact: \(before.headline)")
            return false
        }
        let next = Shared()
        let threads = try (0..<ProcessInfo.processInfo.activeProcessorCount).map { _ in
            try BlockingThread.start { flip(bundle, options, next) }
        }
        for thread in threads { thread.join() }
        let missed = next.missed.withLock { $0 }
        print("\(bundle.count * 8) bits flipped, \(missed.count) not found")
        for bit in missed.prefix(20) { print("  bit \(bit % 8) of byte \(bit / 8)") }
        return missed.isEmpty
    }

    private final class Shared: Sendable {
        let byte = Atomic(0)
        let missed = Mutex<[Int]>([])
    }

    private static func flip(_ bundle: [UInt8], _ options: VerifyOptions, _ next: Shared) {
        var changed = bundle
        while true {
            let place = next.byte.wrappingAdd(1, ordering: .relaxed).oldValue
            guard place < bundle.count else { return }
            for bit in 0..<8 {
                changed[place] ^= 1 << UInt8(bit)
                let verdict = try? BundleVerifier.verify(bytes: changed, options: options)
                if verdict?.status != .notAsSealed {
                    next.missed.withLock { $0.append(place * 8 + bit) }
                }
                changed[place] ^= 1 << UInt8(bit)
            }
        }
    }
}
