import Archive
import Bytes
import Evidence
import Hashing

/// The form of the evidence files that a version 1 bundle may have.
struct EvidenceFilesCheck<Source: ByteSource> {
    let bundle: OpenBundle<Source>
    let statement: CaptureStatement
    let log: FindingLog

    func run(digests: FileDigests) throws {
        for entry in bundle.entries where entry.name.hasPrefix("evidence/") {
            switch entry.name {
            case BundlePath.records, BundlePath.files, BundlePath.masked, BundlePath.capture,
                BundlePath.statement:
                break  // each has a check of its own
            case let name where BundleLayout.isExtension(name):
                log.add(
                    Finding(
                        "container.extension", .note, .container, at: name,
                        "this file is bound like all others, and not understood by this version"))
            case let name where name.hasSuffix(".jsonl"): try checkLines(of: entry)
            case BundlePath.caseFile: try checkStated(entry, "exhibit-case/1")
            case BundlePath.authority: try checkStated(entry, "exhibit-authority/1")
            case BundlePath.note: try checkStated(entry, "exhibit-note/1")
            default: break
            }
        }
        _ = try bundle.read(BundlePath.bracket, maximumBytes: BundleLimits.signatureBytes, log)
        checkBracket(digests.digest(BundlePath.bracket))
    }

    private func checkLines(of entry: ContainerEntry) throws {
        var lines = EntryLines(entry, in: bundle.source)
        do {
            while let line = try lines.next() {
                do throws(JSONError) {
                    _ = try JSONReader.parse(Array(line))
                } catch {
                    log.fail(
                        "files.json", .malformed, .completeness, at: "\(entry.name) line \(lines.number)",
                        "\(error)")
                }
            }
        } catch is EntryLines<Source>.Problem {
            log.fail(
                "files.json", .malformed, .completeness, at: entry.name,
                "the file is not lines of at most 64 KiB")
        }
    }

    /// What a person stated: `{"format":…,"stated":{…}}`.
    private func checkStated(_ entry: ContainerEntry, _ format: String) throws {
        guard let bytes = try bundle.read(entry.name, maximumBytes: BundleLimits.jsonBytes, log) else {
            return
        }
        do {
            var object = try JSONObject(JSONReader.parse(bytes))
            guard try object.string("format") == format else {
                throw object.wrong("format", "must be \(format)")
            }
            _ = try object.object("stated")
            try object.finish()
        } catch {
            log.fail("files.json", .malformed, .completeness, at: entry.name, "\(error)")
        }
    }

    /// The token before the capture is the one that the statement names.
    private func checkBracket(_ digest: SHA256Digest?) {
        if digest != statement.bracket {
            log.fail(
                "time.bracket-differs", .malformed, .time, at: BundlePath.bracket,
                "the timestamp token taken before the capture is not the one that the statement names")
        }
    }
}
