import Bytes

/// `evidence/note.json`: the officer's own words, stated and not observed (bundle format, section 9).
public struct OfficerNote: Sendable, Equatable {
    public static let format = "exhibit-note/1"

    /// The officer's name, as the certificate claims it.
    public let by: String
    public let title: String?
    public let text: String?

    public init(by: String, title: String?, text: String?) {
        self.by = by
        self.title = title
        self.text = text
    }

    public var serialized: [UInt8] {
        let json: JSONValue = [
            "format": .string(Self.format),
            "stated": ["by": .string(by), "title": JSONValue(title), "text": JSONValue(text)],
        ]
        return json.serialized()
    }

    /// Reads what `serialized` writes: the closed schema.
    public static func parse(_ bytes: [UInt8]) throws(StatementError) -> OfficerNote {
        let value = try StatementError.reading(bytes)
        do throws(JSONShapeError) {
            var object = try JSONObject(value)
            guard try object.string("format") == format else {
                throw object.wrong("format", "must be \(format)")
            }
            var stated = try object.object("stated")
            let note = OfficerNote(
                by: try stated.string("by"), title: try stated.stringOrNull("title"),
                text: try stated.stringOrNull("text"))
            try stated.finish()
            try object.finish()
            return note
        } catch {
            throw .shape(error)
        }
    }
}
