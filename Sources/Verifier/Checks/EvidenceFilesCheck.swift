import Archive
import Bytes
import Evidence

/// The evidence files as JSON, and what `capture.json` tells.
enum EvidenceFilesCheck {
    static func run(
        _ bundle: OpenBundle<some ByteSource>, _ statement: CaptureStatement, log: FindingLog,
        subject: inout Verdict.Subject
    ) throws {
        for entry in bundle.entries where entry.name.hasPrefix("evidence/") {
            if BundleLayout.isExtension(entry.name) {
                log.add(
                    Finding(
                        "container.extension", .note, .container, at: entry.name,
                        "this file is bound like all others, and not understood by this version"))
            } else if entry.name.hasSuffix(".jsonl"), entry.name != BundlePath.records,
                entry.name != BundlePath.files
            {
                try checkLines(entry, bundle, log)
            } else if entry.name.hasSuffix(".json"),
                let bytes = try bundle.read(entry.name, maximumBytes: BundleLimits.jsonBytes, log)
            {
                do {
                    _ = try JSONReader.parse(bytes)
                } catch {
                    log.fail("files.json", .malformed, .completeness, at: entry.name, "\(error)")
                }
            } else if entry.name.hasPrefix(BundlePath.timestampPrefix) || entry.name == BundlePath.bracket {
                log.add(
                    Finding(
                        "time.token-not-checked", .caveat, .time, at: entry.name,
                        "this version does not check timestamp tokens; the verdict is given as if there were none"
                    ))
            }
        }
        try checkCapture(bundle, statement, log: log, subject: &subject)
    }

    private static func checkLines(
        _ entry: ContainerEntry, _ bundle: OpenBundle<some ByteSource>, _ log: FindingLog
    ) throws {
        do {
            try LineStream.forEachLine(of: entry, in: bundle.source, maximumBytes: BundleLimits.lineBytes) {
                line, number in
                do {
                    _ = try JSONReader.parse(Array(line))
                } catch {
                    log.fail(
                        "files.json", .malformed, .completeness, at: "\(entry.name) line \(number)",
                        "\(error)")
                }
            }
        } catch is LineStream.Problem {
            log.fail(
                "files.json", .malformed, .completeness, at: entry.name,
                "the file is not lines of at most 64 KiB")
        }
    }

    private static func checkCapture(
        _ bundle: OpenBundle<some ByteSource>, _ statement: CaptureStatement, log: FindingLog,
        subject: inout Verdict.Subject
    ) throws {
        guard let bytes = try bundle.read(BundlePath.capture, maximumBytes: BundleLimits.jsonBytes, log)
        else { return }
        let facts: CaptureFacts
        do {
            facts = try CaptureFacts.parse(bytes)
        } catch {
            return log.fail("capture.form", .malformed, .completeness, at: BundlePath.capture, "\(error)")
        }
        subject.facts = facts
        if facts.window != statement.window {
            log.fail(
                "capture.window", .altered, .time, at: BundlePath.capture,
                "the window is not the one that the statement signs")
        }
        if case .recovered(let recovery) = statement.sealing {
            if facts.outcome.kind != .partial, facts.outcome.kind != .failed {
                log.fail(
                    "capture.outcome", .malformed, .completeness, at: BundlePath.capture,
                    "a recovered bundle is partial or failed, never more")
            }
            log.add(
                Finding(
                    "recovered", .caveat, .completeness,
                    "the capturing process died; what it had written was sealed later, at \(recovery.recoveredAt.text)"
                ))
            if recovery.unjournalled > 0 {
                log.add(
                    Finding(
                        "recovered-unjournalled", .caveat, .completeness,
                        "\(recovery.unjournalled) records stand beyond the last signed checkpoint of the journal"
                    ))
            }
        }
        for caveat in facts.caveats.prefix(100) {
            log.add(
                Finding(
                    "capture.caveat", .caveat, .origin, at: SafeText.escaped(caveat.code, limit: 60),
                    SafeText.escaped(caveat.text)))
        }
    }
}
