import Bytes
import Evidence

/// The form of a connection record (bundle format, section 11).
enum ConnectionForm {
    /// Whether a block is compact JSON that begins with the format and the number of its URI.
    static func isValid(_ block: [UInt8], number: Int) -> Bool {
        guard let value = try? JSONReader.parse(block), value.serialized() == block,
            let members = value.object, members.count >= 2
        else { return false }
        return members[0] == JSONMember("format", "exhibit-connection/1")
            && members[1] == JSONMember("number", JSONValue(number))
    }
}
