/// A record header that is not what the bundle format asks for.
public struct WARCError: Error, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case version
        case lineEnd = "line-end"
        case field
        case repeatedField = "repeated-field"
        case tooManyFields = "too-many-fields"
    }

    public let code: Code
    /// Bytes from the start of the record.
    public let offset: Int

    init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    public var description: String {
        let rule =
            switch code {
            case .version: "the record does not begin with WARC/1.1"
            case .lineEnd: "a line of the record's header has no end in 32 KiB"
            case .field: "a field of the record's header is not \"name: value\" in printable ASCII"
            case .tooManyFields: "the record's header has more than 64 fields"
            case .repeatedField: "a field of the record's header stands there twice (WARC 1.1, section 5.1)"
            }
        return "byte \(offset) of the record: \(rule)"
    }
}
