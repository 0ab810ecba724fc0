import Bytes
import Evidence

/// A line of a journal (bundle format, section 7.2).
enum JournalLine {
    case beginning(bundle: RandomUUID)
    case record(RecordLine)
    case checkpoint(SealingMode.Checkpoint)
    /// The action's own line, as it stands in `evidence/actions.jsonl`.
    case action([UInt8])

    /// Nil for what is no line of the format: the torn end of a journal.
    init?(_ line: ArraySlice<UInt8>) {
        do {
            if Self.isRecord(line) {
                self = .record(try RecordLine.parse(line))
                return
            }
            let value = try JSONReader.parse(
                Array(line), limits: JSONLimits(maximumBytes: Journal.maximumLineBytes))
            var object = try JSONObject(value)
            if object.hasNext("format") {
                guard try object.string("format") == Journal.format else { return nil }
                self = .beginning(bundle: try object.bundle("bundle"))
                try object.finish()
            } else if object.hasNext("action") {
                self = .action(try object.value("action").serialized())
                try object.finish()
            } else {
                self = .checkpoint(try SealingMode.Checkpoint(object))
            }
        } catch {
            return nil
        }
    }

    /// Whether a line is one of a record, by its beginning alone.
    static func isRecord(_ line: ArraySlice<UInt8>) -> Bool { line.starts(with: "{\"salt\":".utf8) }
}
