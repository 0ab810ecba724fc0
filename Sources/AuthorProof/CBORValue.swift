/// A value of DAG-CBOR (RFC 8949, and the DAG-CBOR specification of IPLD): one spelling for each value.
enum CBORValue: Equatable, Sendable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case array([CBORValue])
    /// In the order in which they are written: shorter names first, then by their bytes.
    case map([Member])
    case link(ContentIdentifier)
    case bool(Bool)
    case null

    struct Member: Equatable, Sendable {
        let name: String
        let value: CBORValue
    }

    subscript(_ name: String) -> CBORValue? {
        guard case .map(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    var array: [CBORValue]? { if case .array(let values) = self { values } else { nil } }
    var link: ContentIdentifier? { if case .link(let link) = self { link } else { nil } }

    /// The only spelling of the value.
    var serialized: [UInt8] {
        switch self {
        case .integer(let number):
            return number >= 0 ? Self.head(0, UInt64(number)) : Self.head(1, UInt64(-1 - number))
        case .bytes(let bytes): return Self.head(2, UInt64(bytes.count)) + bytes
        case .text(let text): return Self.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let values): return Self.head(4, UInt64(values.count)) + values.flatMap(\.serialized)
        case .map(let members):
            return Self.head(5, UInt64(members.count))
                + members.flatMap { CBORValue.text($0.name).serialized + $0.value.serialized }
        case .link(let link): return [0xD8, 0x2A] + Self.head(2, UInt64(link.raw.count + 1)) + [0] + link.raw
        case .bool(let isSo): return [isSo ? 0xF5 : 0xF4]
        case .null: return [0xF6]
        }
    }

    private static func head(_ major: UInt8, _ number: UInt64) -> [UInt8] {
        let first = major << 5
        switch number {
        case 0..<24: return [first | UInt8(number)]
        case 24...0xFF: return [first | 24, UInt8(number)]
        case 0x100...0xFFFF: return [first | 25, UInt8(number >> 8), UInt8(number & 0xFF)]
        case 0x1_0000...0xFFFF_FFFF:
            return [first | 26] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
        default: return [first | 27] + (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        }
    }
}

/// Reads DAG-CBOR, bounded. Floating-point numbers are none that repositories hold, and refused.
struct CBORReader {
    struct Malformed: Error {}

    private static let mostDepth = 32
    private static let mostValues = 100_000

    private let bytes: [UInt8]
    private var place = 0
    private var values = 0

    /// The value that the bytes are, in its one spelling.
    static func read(_ bytes: [UInt8]) throws(Malformed) -> CBORValue {
        var reader = CBORReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        guard reader.place == bytes.count, value.serialized == bytes else { throw Malformed() }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - place else { throw Malformed() }
        defer { place += count }
        return bytes[place..<(place + count)]
    }

    private mutating func head() throws(Malformed) -> (major: UInt8, number: UInt64) {
        guard let first = try take(1).first else { throw Malformed() }
        let low = first & 0x1F
        guard low >= 24 else { return (first >> 5, UInt64(low)) }
        guard low <= 27 else { throw Malformed() }
        return (first >> 5, try take(1 << Int(low - 24)).reduce(0) { $0 << 8 | UInt64($1) })
    }

    private mutating func value(depth: Int) throws(Malformed) -> CBORValue {
        values += 1
        guard depth < Self.mostDepth, values <= Self.mostValues else { throw Malformed() }
        let (major, number) = try head()
        let count = Int(clamping: number)
        switch major {
        case 0:
            guard number <= UInt64(Int64.max) else { throw Malformed() }
            return .integer(Int64(number))
        case 1:
            guard number <= UInt64(Int64.max) else { throw Malformed() }
            return .integer(-1 - Int64(number))
        case 2: return .bytes(Array(try take(count)))
        case 3:
            guard let text = String(validating: try take(count), as: UTF8.self) else { throw Malformed() }
            return .text(text)
        case 4:
            guard count <= bytes.count else { throw Malformed() }
            var list: [CBORValue] = []
            for _ in 0..<count { list.append(try value(depth: depth + 1)) }
            return .array(list)
        case 5: return .map(try members(count, depth: depth))
        case 6:
            guard number == 42, case .bytes(let link) = try value(depth: depth + 1), link.first == 0,
                let identifier = ContentIdentifier(link.dropFirst())
            else { throw Malformed() }
            return .link(identifier)
        default:
            switch number {
            case 20: return .bool(false)
            case 21: return .bool(true)
            case 22: return .null
            default: throw Malformed()
            }
        }
    }

    private mutating func members(_ count: Int, depth: Int) throws(Malformed) -> [CBORValue.Member] {
        guard count <= bytes.count else { throw Malformed() }
        var members: [CBORValue.Member] = []
        for _ in 0..<count {
            guard case .text(let name) = try value(depth: depth + 1) else { throw Malformed() }
            if let last = members.last?.name {
                let (one, other) = (Array(last.utf8), Array(name.utf8))
                guard
                    one.count < other.count
                        || one.count == other.count && one.lexicographicallyPrecedes(other)
                else {
                    throw Malformed()
                }
            }
            members.append(CBORValue.Member(name: name, value: try value(depth: depth + 1)))
        }
        return members
    }
}
