/// The head of an HTTP message inside a record, read the way that web archive tools read it.
///
/// A line ends at LF; the head ends with the first line of nothing but white space, or with the block; a line that
/// begins with a space or tab goes on with the field before; the first field of a name counts.
public struct HTTPHead: Sendable, Equatable {
    /// No head is read beyond this.
    public static let maximumBytes = 1 << 20

    /// Bytes of the head, its last empty line included.
    public let bytes: Int
    /// The second word of the first line; nil when it is missing or empty.
    public let status: String?
    /// Fields in their order.
    public let fields: [Field]

    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    /// Reads the head at the start of a block of any size.
    ///
    /// Copies little more than the head: when it ends inside a prefix, what follows does not matter.
    public init(_ block: UnsafeRawBufferPointer) {
        let limit = min(block.count, Self.maximumBytes)
        var room = min(4096, limit)
        var head = unsafe HTTPHead(Array(block.prefix(room))[...])
        while head.bytes == room, room < limit {
            room = min(room * 16, limit)
            head = unsafe HTTPHead(Array(block.prefix(room))[...])
        }
        self = head
    }

    /// Reads the head at the start of `block`.
    public init(_ block: ArraySlice<UInt8>) {
        var place = block.startIndex
        func nextLine() -> ArraySlice<UInt8> {
            let end = block[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? block.endIndex
            defer { place = end }
            let line = block[place..<end]
            return line[..<(line.lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? line.startIndex)]
        }
        let first = nextLine()
        var fields: [Field] = []
        if !first.isEmpty {
            var line = nextLine()
            while !line.isEmpty {
                let colon = line.firstIndex(of: UInt8(ascii: ":"))
                let name = Self.text(line[..<(colon ?? line.endIndex)])
                var value = colon.map { Self.text(line[($0 + 1)...].drop(while: Self.isSpace)) }
                var next = nextLine()
                while let start = next.first, start == 0x20 || start == 0x09 {
                    value? += Self.text(next)
                    next = nextLine()
                }
                if let value { fields.append(Field(name: Self.trimmedEnd(name), value: value)) }
                line = next
            }
        }
        bytes = place - block.startIndex
        self.fields = fields
        let words = first.split(separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        let rest = words.count > 1 ? words[1].drop(while: Self.isSpace) : []
        let code = rest.prefix { $0 != UInt8(ascii: " ") }
        status = code.isEmpty ? nil : Self.text(code)
    }

    /// The first field of this name, compared without case.
    public func value(_ name: String) -> String? {
        fields.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }?
            .value
    }

    /// The media type: `Content-Type` up to the first semicolon or white space; nil when it is missing.
    public var mediaType: String? { Self.mediaType(value("content-type")) }

    /// A media type without its parameters; nil when it is missing.
    public static func mediaType(_ contentType: String?) -> String? {
        contentType.flatMap { String($0.utf8.prefix { $0 != UInt8(ascii: ";") && !isSpace($0) }) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte)
    }

    /// UTF-8, or else Latin 1.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private static func trimmedEnd(_ name: String) -> String {
        var name = name
        while name.hasSuffix(" ") || name.hasSuffix("\t") { name.removeLast() }
        return name
    }
}
