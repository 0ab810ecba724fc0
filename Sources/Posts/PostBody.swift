import Bytes

/// One recorded body as a reader gets it: without codings of the wire.
public struct PostBody: Sendable {
    /// Its target URI.
    public let address: String
    /// The HTTP status.
    public let status: Int
    /// In small letters, without parameters; nil when the server named none.
    public let mediaType: String?
    public let bytes: [UInt8]

    public init(address: String, status: Int = 200, mediaType: String?, bytes: [UInt8]) {
        self.address = address
        self.status = status
        self.mediaType = mediaType
        self.bytes = bytes
    }

    /// What the bytes are.
    enum Form {
        case json(JSONNode)
        case html(HTMLDocument)
        case other
    }

    /// Reads the bytes as what they are, whatever the media type calls them.
    func form() -> Form {
        let start = bytes.first { $0 > 0x20 }
        if start == UInt8(ascii: "{") || start == UInt8(ascii: "[") {
            if let value = try? JSONReader.parse(bytes, limits: .body) { return .json(JSONNode(value)) }
            return .other
        }
        guard start == UInt8(ascii: "<") || mediaType?.contains("html") == true,
            let page = try? HTMLDocument(bytes)
        else { return .other }
        return .html(page)
    }
}
