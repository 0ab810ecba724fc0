import Evidence

/// Where a record is told of: a line of `records.jsonl`.
struct RecordPlace {
    /// From 1.
    let number: Int
    var text: String { "\(BundlePath.records) line \(number)" }
}
