import Bytes
import Evidence

/// A line of `evidence/masked.jsonl`: the commitment to one masked secret (bundle format, section 10).
struct MaskedLine {
    let record: RandomUUID
    let offset: Int

    /// Reads a line without its LF in its one spelling.
    static func parse(_ line: ArraySlice<UInt8>) -> MaskedLine? {
        guard let value = try? JSONReader.parse(Array(line)), line.elementsEqual(value.serialized()),
            let line = try? MaskedLine(JSONObject(value))
        else { return nil }
        return line
    }

    private init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        record = try object.bundle("record")
        offset = try object.count("offset")
        guard try object.base64("commitment").count == 32 else {
            throw object.wrong("commitment", "must be 32 bytes")
        }
        try object.finish()
    }

    /// What one masked range is told by, in a record and in a line.
    static func key(record: RandomUUID, offset: Int) -> [UInt8] { Array("\(record.text) \(offset)".utf8) }
}
