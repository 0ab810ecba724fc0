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
        let rest = bytes.withoutGuard
        let start = rest.first { $0 > 0x20 }
        if start == UInt8(ascii: "{") || start == UInt8(ascii: "[") {
            if let value = try? JSONReader.parse(Array(rest), limits: .body) { return .json(JSONNode(value)) }
            return Self.lines(rest).map { .json(JSONNode(.array($0))) } ?? .other
        }
        guard start == UInt8(ascii: "<") || mediaType?.contains("html") == true,
            let page = try? HTMLDocument(bytes)
        else { return .other }
        return .html(page)
    }

    private static let mostLines = 1000

    /// Several JSON values, one a line, as interfaces stream them; nil when a line is none.
    private static func lines(_ bytes: ArraySlice<UInt8>) -> [JSONValue]? {
        var values: [JSONValue] = []
        for line in bytes.split(separator: 0x0A) where line.contains(where: { $0 > 0x20 }) {
            guard values.count < mostLines, let value = try? JSONReader.parse(Array(line), limits: .body)
            else { return nil }
            values.append(value)
        }
        return values.isEmpty ? nil : values
    }
}

extension [UInt8] {
    /// Without what some interfaces write before their JSON, so that no other site can run it as a script.
    fileprivate var withoutGuard: ArraySlice<UInt8> {
        for mark in ["for (;;);", "for(;;);", ")]}'"] where starts(with: mark.utf8) {
            return dropFirst(mark.utf8.count)
        }
        return self[...]
    }
}
