import Bytes
import Evidence

/// The form of a connection record (bundle format, section 11).
enum ConnectionForm {
    /// The record, when the block is compact JSON that begins with the format and the number of its URI.
    static func read(_ block: [UInt8], number: Int) -> JSONValue? {
        guard let value = try? JSONReader.parse(block), value.serialized() == block,
            let members = value.object, members.count >= 2,
            members[0] == JSONMember("format", "exhibit-connection/1"),
            members[1] == JSONMember("number", JSONValue(number))
        else { return nil }
        return value
    }
}
