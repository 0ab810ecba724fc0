import Bytes
import Hashing

/// Reads the fixed grammar of a line from left to right.
struct LineCursor {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    func error(_ rule: String) -> LineError { LineError(offset: place - bytes.startIndex, rule: rule) }

    mutating func expect(_ literal: StaticString) throws(LineError) {
        let length = literal.utf8CodeUnitCount
        guard bytes.endIndex - place >= length else { throw error("ends before \(literal)") }
        var same = true
        for index in 0..<length where unsafe bytes[place + index] != literal.utf8Start[index] { same = false }
        guard same else { throw error("must be \(literal)") }
        place += length
    }

    /// The characters up to `mark`, which is read too; `maximum` of them at most.
    private mutating func text(upTo mark: UInt8, maximum: Int) throws(LineError) -> ArraySlice<UInt8> {
        guard let end = bytes[place...].firstIndex(of: mark), end - place <= maximum else {
            throw error("has no end in \(maximum) characters")
        }
        defer { place = end + 1 }
        return bytes[place..<end]
    }

    mutating func plainString(maximum: Int) throws(LineError) -> String {
        let characters = try text(upTo: UInt8(ascii: "\""), maximum: maximum)
        guard characters.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw error("must be plain ASCII")
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// A JSON string in the one spelling of the format, whose opening quotation mark has been read.
    mutating func string() throws(LineError) -> String {
        let start = place
        var escaped = false
        var isPlain = true
        while place < bytes.endIndex, escaped || bytes[place] != UInt8(ascii: "\"") {
            escaped = !escaped && bytes[place] == UInt8(ascii: "\\")
            if escaped || !(0x20..<0x7F).contains(bytes[place]) { isPlain = false }
            place += 1
        }
        guard place < bytes.endIndex else { throw error("has no closing quotation mark") }
        place += 1
        if isPlain { return String(decoding: bytes[start..<place - 1], as: UTF8.self) }
        let quoted = [UInt8(ascii: "\"")] + bytes[start..<place]
        do {
            guard let text = try JSONReader.parse(quoted).string else { throw error("must be a string") }
            guard JSONValue.string(text).serialized() == quoted else {
                throw error("is not in the one spelling of the format")
            }
            return text
        } catch let problem as LineError {
            throw problem
        } catch {
            throw self.error("is no JSON string")
        }
    }

    /// Whether `null` stands here; it is read if so.
    mutating func null() -> Bool {
        guard bytes[place...].starts(with: "null".utf8) else { return false }
        place += 4
        return true
    }

    mutating func hex(bytes count: Int) throws(LineError) -> [UInt8] {
        guard bytes.endIndex - place >= count * 2, let value = Hex.decode(bytes[place..<place + count * 2])
        else {
            throw error("must be \(count * 2) lower-case hexadecimal digits")
        }
        place += count * 2
        return value
    }

    mutating func digest() throws(LineError) -> SHA256Digest {
        try expect("sha256:")
        guard bytes.endIndex - place >= 64, let digest = SHA256Digest(hex: bytes[place..<place + 64]) else {
            throw error("must be 64 lower-case hexadecimal digits")
        }
        place += 64
        return digest
    }

    /// A number without leading zero that fits 62 bits.
    mutating func number() throws(LineError) -> Int {
        let start = place
        var value = 0
        while place < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
            guard place - start < 18 else { throw error("has more than 18 digits") }
            value = value * 10 + Int(bytes[place] - UInt8(ascii: "0"))
            place += 1
        }
        guard place > start, bytes[start] != UInt8(ascii: "0") || place == start + 1 else {
            throw error("must be a number")
        }
        return value
    }

    mutating func finish() throws(LineError) {
        guard place == bytes.endIndex else { throw error("has text after its end") }
    }
}
