/// What a JSON text may measure before it is refused.
public struct JSONLimits: Sendable {
    public var maximumBytes: Int
    public var maximumDepth: Int
    /// A value takes more memory than its text; this bounds it.
    public var maximumValues: Int

    /// The bounds of the bundle format unless said otherwise: 16 MiB, 32 levels, 2^17 values.
    public init(maximumBytes: Int = 16 << 20, maximumDepth: Int = 32, maximumValues: Int = 1 << 17) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = min(maximumDepth, 512)
        self.maximumValues = maximumValues
    }
}

/// A text that is not JSON as RFC 8259 and this project's bounds have it.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case tooLong, tooDeep, tooManyValues, invalidUTF8, unexpectedByte, unexpectedEnd, trailingBytes,
            duplicateName
        case loneSurrogate, controlCharacter
    }

    public let code: Code
    /// Bytes from the start of the text.
    public let offset: Int

    public var description: String { "JSON at byte \(offset): \(code.rawValue) (RFC 8259)" }
}

/// The one strict JSON reader: RFC 8259 to the letter, and no member name twice in an object.
///
/// Refuses a byte order mark, invalid UTF-8 anywhere, lone surrogates, trailing text, and what passes its limits.
/// Names are told apart by their bytes after unescaping, so `"a"` and `"\u0061"` are the same name.
public struct JSONReader {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private var place = 0
    private var values = 0

    private init(_ bytes: [UInt8], _ limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// The one value that `bytes` hold.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError)
        -> JSONValue
    {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(code: .tooLong, offset: limits.maximumBytes)
        }
        var reader = JSONReader(bytes, limits)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.place == bytes.count else { throw reader.error(.trailingBytes) }
        return value
    }

    private func error(_ code: JSONError.Code) -> JSONError { JSONError(code: code, offset: place) }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard place < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[place]
    }

    private mutating func expect(_ literal: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for byte in literal.description.utf8 {
            guard try peek() == byte else { throw error(.unexpectedByte) }
            place += 1
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        values += 1
        guard values <= limits.maximumValues else { throw error(.tooManyValues) }
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try expect("true", .bool(true))
        case UInt8(ascii: "f"): return try expect("false", .bool(false))
        case UInt8(ascii: "n"): return try expect("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= limits.maximumDepth else { throw error(.tooDeep) }
        place += 1
        var members: [JSONMember] = []
        // A short object is searched; a long one gets a set, so that the cost stays linear.
        var names: Set<[UInt8]> = []
        skipSpace()
        if try peek() == UInt8(ascii: "}") {
            place += 1
            return .object([])
        }
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
            let start = place
            let name = try string()
            let isNew =
                if members.count < 8 {
                    !members.contains { $0.name.utf8.elementsEqual(name.utf8) }
                } else {
                    names.insert(Array(name.utf8)).inserted
                }
            guard isNew else { throw JSONError(code: .duplicateName, offset: start) }
            skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw error(.unexpectedByte) }
            place += 1
            skipSpace()
            members.append(JSONMember(name, try value(depth: depth)))
            if members.count == 8 { names = Set(members.map { Array($0.name.utf8) }) }
            skipSpace()
            switch try peek() {
            case UInt8(ascii: ","):
                place += 1
                skipSpace()
            case UInt8(ascii: "}"):
                place += 1
                return .object(members)
            default: throw error(.unexpectedByte)
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= limits.maximumDepth else { throw error(.tooDeep) }
        place += 1
        var values: [JSONValue] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") {
            place += 1
            return .array([])
        }
        while true {
            values.append(try value(depth: depth))
            skipSpace()
            switch try peek() {
            case UInt8(ascii: ","):
                place += 1
                skipSpace()
            case UInt8(ascii: "]"):
                place += 1
                return .array(values)
            default: throw error(.unexpectedByte)
            }
        }
    }

    private mutating func string() throws(JSONError) -> String {
        place += 1
        let start = place
        plain: while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20: break plain
            default: place += 1
            }
        }
        if try peek() == UInt8(ascii: "\"") {
            place += 1
            return try validated(bytes[start..<place - 1], from: start)
        }
        var text = Array(bytes[start..<place])
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return try validated(text, from: start)
            case UInt8(ascii: "\\"):
                place += 1
                try escape(into: &text)
            case 0..<0x20: throw error(.controlCharacter)
            default:
                text.append(byte)
                place += 1
            }
        }
    }

    private func validated(_ text: some Collection<UInt8>, from start: Int) throws(JSONError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw JSONError(code: .invalidUTF8, offset: start)
        }
        return string
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let mark = try peek()
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(mark)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            place += 1
            let first = try fourDigits()
            var scalar = UInt32(first)
            if (0xD800..<0xDC00).contains(first) {
                guard try peek() == UInt8(ascii: "\\") else { throw error(.loneSurrogate) }
                place += 1
                guard try peek() == UInt8(ascii: "u") else { throw error(.loneSurrogate) }
                place += 1
                let second = try fourDigits()
                guard (0xDC00..<0xE000).contains(second) else { throw error(.loneSurrogate) }
                scalar = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
            }
            guard let character = Unicode.Scalar(scalar) else { throw error(.loneSurrogate) }
            text.append(contentsOf: Array(String(Character(character)).utf8))
            return
        default: throw error(.unexpectedByte)
        }
        place += 1
    }

    private mutating func fourDigits() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            let byte = try peek()
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw error(.unexpectedByte)
            }
            value = value << 4 | UInt16(digit)
            place += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSONNumber {
        let start = place
        if try peek() == UInt8(ascii: "-") { place += 1 }
        if try peek() == UInt8(ascii: "0") { place += 1 } else { try digits() }
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
            place += 1
            try digits()
        }
        if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            let sign = try peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        return JSONNumber(literal: String(decoding: bytes[start..<place], as: UTF8.self))
    }

    /// One digit or more.
    private mutating func digits() throws(JSONError) {
        let start = place
        while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
            place += 1
        }
        guard place > start else { throw error(place < bytes.count ? .unexpectedByte : .unexpectedEnd) }
    }
}
