/// A JSON value as it was written: members in order, numbers as their digits.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The value of the member `name`, or nil when this is no object or has no such member.
    ///
    /// Names are compared byte for byte, not by canonical equivalence.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        let count = name.utf8.count
        return members.first { $0.name.utf8.count == count && $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number as an integer, or nil when it is written with a fraction or exponent or does not fit.
    public var integer: Int64? {
        if case .number(let value) = self { value.integer } else { nil }
    }

    public var double: Double? {
        if case .number(let value) = self { value.double } else { nil }
    }

    public var array: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    public var object: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }

    public var isNull: Bool { self == .null }

    public static func == (one: JSONValue, other: JSONValue) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}

/// A name and its value inside a JSON object.
public struct JSONMember: Sendable, Equatable {
    public let name: String
    public let value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }

    public static func == (one: JSONMember, other: JSONMember) -> Bool {
        one.name.utf8.elementsEqual(other.name.utf8) && one.value == other.value
    }
}

/// A JSON number, kept as its text so that no digit is lost.
public struct JSONNumber: Sendable, Equatable {
    /// As RFC 8259, section 6 writes it.
    public let text: String

    public init(_ value: Int64) { text = String(value) }

    /// A finite number; infinity and NaN, which JSON cannot write, become 0.
    public init(_ value: Double) {
        text =
            value.isFinite
            ? (value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)") : "0"
    }

    init(literal: String) { text = literal }

    public var integer: Int64? {
        text.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 32 == UInt8(ascii: "e") } ? nil : Int64(text)
    }

    public var double: Double? { Double(text) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Members keep the order of the literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONMember($0.0, $0.1) })
    }

    /// A whole number.
    public init(_ value: some BinaryInteger) { self = .number(JSONNumber(Int64(clamping: value))) }

    /// A text, or null.
    public init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
}
