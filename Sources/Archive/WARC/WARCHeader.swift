/// The header of a WARC record: named fields in their order (WARC 1.1, section 4).
public struct WARCHeader: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Longer headers are refused.
    public static let maximumBytes = 32 << 10
    /// So that comparing each name with all others stays cheap.
    private static let maximumFields = 64

    public private(set) var fields: [Field]

    public init(_ fields: [Field] = []) { self.fields = fields }

    public mutating func append(_ name: String, _ value: String) { fields.append(Field(name, value)) }

    /// The value of the field `name`, spelled exactly so.
    public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Version line, fields, and the empty line.
    public var serialized: [UInt8] {
        var bytes = Array("WARC/1.1\r\n".utf8)
        bytes.reserveCapacity(1024)
        for field in fields {
            bytes += field.name.utf8
            bytes += ": ".utf8
            bytes += field.value.utf8
            bytes += "\r\n".utf8
        }
        bytes += "\r\n".utf8
        return bytes
    }

    /// Reads a header of the bundle format at the start of `record`: version 1.1, `name: value` in printable ASCII, CRLF,
    /// no folding, no name twice.
    public static func parse(_ record: UnsafeRawBufferPointer) throws(WARCError) -> (
        header: WARCHeader, bytes: Int
    ) {
        let version = Array("WARC/1.1\r\n".utf8)
        guard unsafe record.starts(with: version) else { throw WARCError(.version, at: 0) }
        var place = version.count
        var fields: [Field] = []
        let limit = min(record.count, maximumBytes)
        while true {
            var end = place
            while end < limit, unsafe record[end] != 0x0D { end += 1 }
            guard end + 1 < limit, unsafe record[end + 1] == 0x0A else {
                throw WARCError(.lineEnd, at: place)
            }
            if end == place { return (WARCHeader(fields), end + 2) }
            var colon = place
            while colon < end, unsafe isNameByte(record[colon]) { colon += 1 }
            guard colon > place, colon + 1 < end, unsafe record[colon] == UInt8(ascii: ":"),
                unsafe record[colon + 1] == 0x20
            else {
                throw WARCError(.field, at: place)
            }
            let value = unsafe record[(colon + 2)..<end]
            guard unsafe !value.isEmpty, unsafe value.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
                throw WARCError(.field, at: colon + 2)
            }
            guard fields.count < maximumFields else { throw WARCError(.tooManyFields, at: place) }
            let name = unsafe String(decoding: record[place..<colon], as: UTF8.self)
            guard !fields.contains(where: { $0.name == name }) else {
                throw WARCError(.repeatedField, at: place)
            }
            fields.append(Field(name, unsafe String(decoding: value, as: UTF8.self)))
            place = end + 2
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "-")
    }
}
