import Bytes
import CPlatform
import Codings
import Evidence
import Hashing
import Signing
import Storage
import Writing

/// What the program notes of itself at a capture, for the certificate of reliability (bundle format, section 9).
struct ReliabilityFacts {
    private static let mostWarnings = 50

    let selfTest: [SelfTest]
    var configuration: SHA256Digest
    var warnings: [String] = []
    var troubles = ConnectionTroubles()

    /// Runs the self-test.
    init(plan: CapturePlan) {
        selfTest = SelfTest.run()
        configuration = SHA256Digest.of(plan.options.serialized())
    }

    /// A caveat where the self-test failed.
    var caveat: Caveat? {
        let failed = selfTest.filter { !$0.passed }.map(\.name)
        guard !failed.isEmpty else { return nil }
        return Caveat(
            code: "self-test-failed",
            text: "the self-test before the capture failed: \(failed.joined(separator: ", "))")
    }

    var json: JSONValue {
        let libraries = CompressionVersions.all + DecoderVersions.all + [("glibc", Self.libraryOfC)]
        return [
            "program": JSONValue(Self.program?.text),
            "configuration": .string(configuration.text),
            "libraries": .object(libraries.map { JSONMember($0.0, .string($0.1)) }),
            "selfTest": .array(
                selfTest.map { ["name": .string($0.name), "passed": .bool($0.passed)] }),
            "clock": Self.clock,
            "failedConnections": JSONValue(troubles.failed),
            "refusedAddresses": .array(troubles.refused.map(JSONValue.string)),
            "retries": JSONValue(troubles.retries),
            "warnings": .array(warnings.prefix(Self.mostWarnings).map(JSONValue.string)),
        ]
    }

    /// Digest of the program's own file, as it is on the disk: read once, since a process runs one program.
    private static let program = try? FileDigest.sha256(of: "/proc/self/exe")

    private static var libraryOfC: String {
        unsafe exhibit_libc_version().map { unsafe String(cString: $0) } ?? ""
    }

    /// How far the kernel thinks the clock may be off; null where it does not say.
    private static var clock: JSONValue {
        var estimated: CLong = 0
        var greatest: CLong = 0
        guard unsafe exhibit_clock_errors(&estimated, &greatest) == 0 else { return .null }
        return [
            "estimatedErrorMicroseconds": JSONValue(max(0, estimated)),
            "maximumErrorMicroseconds": JSONValue(max(0, greatest)),
        ]
    }
}
