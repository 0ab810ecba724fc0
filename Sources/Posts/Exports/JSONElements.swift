import Bytes

/// Takes a large JSON text apart while it streams by: the elements of its array, or of the arrays that are members of its object.
///
/// Memory does not grow with the text. What stands before the first bracket (`window.YTD.tweets.part0 =`) is skipped.
struct JSONElements {
    /// An element, and its place.
    struct Element {
        /// The member whose array it is in; nil for an array that is the whole text.
        let member: String?
        let position: Int
        let value: JSONValue

        /// RFC 6901.
        var pointer: String { member.map { "/\($0)/\(position)" } ?? "/\(position)" }
    }

    private static let mostElementBytes = 8 << 20
    private static let mostHeaderBytes = 1 << 20

    private enum Part {
        /// Before the first bracket.
        case start
        /// In the object, between members or in one that is no array.
        case object
        /// In an array whose elements are handed out, between them.
        case array
        case element
        case end
    }

    private var part = Part.start
    private var isObject = false
    private var bytes: [UInt8] = []
    /// Of the part that is being gathered.
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isTooLong = false
    private var key = ""
    private var position = 0
    /// Members of the object that are texts, numbers and marks, when they came before the arrays.
    private(set) var header: [JSONMember] = []
    /// Elements that were no JSON, or too long.
    private(set) var broken = 0

    mutating func append(_ piece: UnsafeRawBufferPointer, _ body: (Element, [JSONMember]) throws -> Void)
        rethrows
    {
        for place in 0..<piece.count {
            let byte = unsafe piece[place]
            switch part {
            case .start: begin(byte)
            case .object: member(byte)
            case .array: between(byte)
            case .element: try element(byte, body)
            case .end: return
            }
        }
    }

    private mutating func begin(_ byte: UInt8) {
        if byte == UInt8(ascii: "[") { part = .array }
        if byte == UInt8(ascii: "{") {
            isObject = true
            part = .object
        }
    }

    /// Gathers `"name": value` up to a comma or the end; a value that is an array is gone into.
    private mutating func member(_ byte: UInt8) {
        if isInString {
            gather(byte)
            follow(byte)
            return
        }
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            if depth == 0, byte == UInt8(ascii: "["), let name = name {
                key = name
                position = 0
                bytes = []
                part = .array
                return
            }
            depth += 1
            gather(byte)
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            if depth == 0 {
                takeMember()
                part = .end
                return
            }
            depth -= 1
            gather(byte)
        case UInt8(ascii: ",") where depth == 0: takeMember()
        default:
            gather(byte)
            follow(byte)
        }
    }

    /// The name that has been gathered, when its colon has come too.
    private var name: String? {
        guard bytes.last(where: { $0 > 0x20 }) == UInt8(ascii: ":"),
            let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
        else { return nil }
        return (try? JSONReader.parse(Array(bytes[..<colon].drop { $0 <= 0x20 })))?.string
    }

    private mutating func takeMember() {
        defer {
            bytes = []
            isTooLong = false
        }
        guard !isTooLong, header.count < 1000,
            let object = try? JSONReader.parse([UInt8(ascii: "{")] + bytes + [UInt8(ascii: "}")])
        else { return }
        header += object.object ?? []
    }

    private mutating func between(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "]"):
            bytes = []
            part = isObject ? .object : .end
        case UInt8(ascii: ","), 0...0x20: break
        default:
            bytes = [byte]
            isTooLong = false
            depth = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") ? 1 : 0
            isInString = byte == UInt8(ascii: "\"")
            isEscaped = false
            part = .element
        }
    }

    private mutating func element(_ byte: UInt8, _ body: (Element, [JSONMember]) throws -> Void) rethrows {
        if depth == 0, !isInString, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
            try finish(body)
            between(byte)
            return
        }
        gather(byte)
        if isInString {
            follow(byte)
        } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
            depth += 1
        } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
            depth -= 1
            if depth == 0 { try finish(body) }
        } else {
            follow(byte)
        }
    }

    private mutating func finish(_ body: (Element, [JSONMember]) throws -> Void) rethrows {
        defer { part = .array }
        let value = isTooLong ? nil : try? JSONReader.parse(bytes, limits: .body)
        bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
        guard let value else {
            broken += 1
            position += 1
            return
        }
        let element = Element(member: isObject ? key : nil, position: position, value: value)
        position += 1
        try body(element, header)
    }

    private mutating func follow(_ byte: UInt8) {
        guard isInString else {
            isInString = byte == UInt8(ascii: "\"")
            return
        }
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
    }

    private mutating func gather(_ byte: UInt8) {
        let most = part == .element ? Self.mostElementBytes : Self.mostHeaderBytes
        if bytes.count < most { bytes.append(byte) } else { isTooLong = true }
    }
}
