import Archive
import Evidence

/// Masked secrets: told to the reader, and `masked.jsonl` against the ranges in the records (section 10).
enum MasksCheck {
    static func run<Source: ByteSource>(
        _ bundle: OpenBundle<Source>, masks: SetDigest, setKey: [UInt8], log: FindingLog
    ) throws {
        if masks.count > 0 {
            log.add(
                Finding(
                    "records.masks", .note, .records,
                    "in \(masks.count) place\(masks.count == 1 ? "" : "s") a cookie or credential is masked; all other bytes are those that crossed the wire"
                ))
        }
        guard let entry = bundle.entry(BundlePath.masked) else { return }
        var found = SetDigest(key: setKey)
        var lines = EntryLines(entry, in: bundle.source)
        do {
            while let line = try lines.next() {
                guard let parsed = MaskedLine.parse(line) else {
                    log.fail(
                        "masked.line-form", .malformed, .records,
                        at: "\(BundlePath.masked) line \(lines.number)",
                        "the line is not a commitment in the form of the format")
                    continue
                }
                found.add(MaskedLine.key(record: parsed.record, offset: parsed.offset)[...])
            }
        } catch is EntryLines<Source>.Problem {
            return log.fail(
                "masked.line-form", .malformed, .records, at: BundlePath.masked,
                "the file is not lines of at most 64 KiB")
        }
        if found.count < masks.count {
            log.add(
                Finding(
                    "masked.fewer", .caveat, .records, at: BundlePath.masked,
                    "\(masks.count - found.count) masked secrets have no commitment, and cannot be shown later"
                ))
        } else if found != masks {
            log.fail(
                "masked.differs", .malformed, .records, at: BundlePath.masked,
                "the commitments are not those of the masked ranges in the records")
        }
    }
}
