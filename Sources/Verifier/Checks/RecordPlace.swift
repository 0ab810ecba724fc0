import Bytes
import Evidence

/// Where a record is told of, and which record it is.
struct RecordPlace {
    /// From 1, as in `records.jsonl`.
    let number: Int
    /// Nil when the line could not be read.
    var line: RecordLine?

    /// As a person looks for it: `record 6, response https://example.org/`.
    var text: String {
        guard let line else { return "\(BundlePath.records) line \(number)" }
        let uri = line.uri.map { " " + SafeText.escaped($0, limit: 200) } ?? ""
        return "record \(number), \(line.type.rawValue)\(uri)"
    }
}
