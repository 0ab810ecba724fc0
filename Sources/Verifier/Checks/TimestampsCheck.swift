import Archive
import Evidence
import Hashing

/// The timestamp tokens of the signature, and their copies beside it. This version does not look into a token.
enum TimestampsCheck {
    static func run(
        _ bundle: OpenBundle<some ByteSource>, _ signature: SignedData, options: VerifyOptions,
        log: FindingLog
    ) throws {
        let names = bundle.entries.map(\.name).filter { $0.hasPrefix(BundlePath.timestampPrefix) }
        var copies: [[UInt8]] = []
        for name in names {
            if let bytes = try bundle.read(name, maximumBytes: BundleLimits.signatureBytes, log) {
                copies.append(bytes)
            }
        }
        if copies != signature.timestamps {
            log.fail(
                "time.token-differs", .malformed, .time, at: BundlePath.signature,
                "the timestamp tokens inside the signature are not those beside it")
        }
        if !names.isEmpty || signature.hasTimestamps || bundle.entry(BundlePath.bracket) != nil {
            log.add(
                Finding(
                    "time.token-not-checked", .caveat, .time,
                    "there is a timestamp token, which this version of the program does not check; the verdict is given as if there were none"
                ))
        }
        if options.requireTime {
            log.add(
                Finding(
                    "time.required", .unanchored, .time,
                    "Nothing in this file has changed since it was sealed. When that was is not shown: no timestamp by an authority was checked, and you asked for one."
                ))
        } else {
            log.add(
                Finding(
                    "time.claimed-only", .caveat, .time,
                    "the times are those of the capturing machine's clock; no timestamp by an authority confirms them"
                ))
        }
    }
}
