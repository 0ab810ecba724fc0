/// The head of an HTTP/1.1 message as bytes: the start line and the fields, through the empty line (RFC 9112).
public struct MessageHead: Sendable {
    /// Exactly as it crossed the wire.
    public let bytes: [UInt8]
    private let fields: [(name: Range<Int>, value: Range<Int>)]
    private let startLine: Range<Int>

    /// A head that is longer is refused.
    public static let maximumBytes = 1 << 20
    private static let maximumFields = 20_000

    /// Reads a head that ends with an empty line; nil when it has no start line, or more fields than can be meant.
    ///
    /// A line that is no field is part of `bytes` like all others, and has no meaning, as in browsers.
    public init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        var fields: [(name: Range<Int>, value: Range<Int>)] = []
        var lines = LineRanges(bytes)
        guard let first = lines.next() else { return nil }
        startLine = first
        while let line = lines.next(), !line.isEmpty {
            guard fields.count < Self.maximumFields else { return nil }
            guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")), colon > line.lowerBound else {
                continue
            }
            fields.append((line.lowerBound..<colon, Self.trimmed(bytes, (colon + 1)..<line.upperBound)))
        }
        self.fields = fields
    }

    /// Where the head in `bytes` ends, behind its empty line; nil when that is not there yet. Looks from `start` on.
    public static func end(in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
        var place = min(max(bytes.startIndex, start - 3), bytes.endIndex)
        while let lineFeed = bytes[place...].firstIndex(of: 0x0A) {
            let next = lineFeed + 1
            if next < bytes.endIndex, bytes[next] == 0x0A { return next + 1 }
            if next + 1 < bytes.endIndex, bytes[next] == 0x0D, bytes[next + 1] == 0x0A { return next + 2 }
            place = next
        }
        return nil
    }

    /// The three words of the start line.
    public var startWords: [String] {
        bytes[startLine].split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Values of the fields of this name, which is given in lower case, in their order.
    public func values(_ name: StaticString) -> [String] {
        fields.filter { matches($0.name, name) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    /// The first value of this name.
    public func value(_ name: StaticString) -> String? { values(name).first }

    /// Where in `bytes` the values of fields of this name lie.
    public func valueRanges(_ name: StaticString) -> [Range<Int>] {
        fields.filter { matches($0.name, name) }.map(\.value)
    }

    /// The lines of the fields, each with its end, but for those of these names (in lower case); the empty line is not among them.
    public func fieldLines(without names: [StaticString]) -> ArraySlice<UInt8> {
        var kept: [UInt8] = []
        var lines = LineRanges(bytes)
        _ = lines.next()
        while let line = lines.next(), !line.isEmpty {
            let name = line.lowerBound..<(bytes[line].firstIndex(of: UInt8(ascii: ":")) ?? line.lowerBound)
            if names.contains(where: { matches(name, $0) }) { continue }
            kept += bytes[line] + [0x0D, 0x0A]
        }
        return kept[...]
    }

    private func matches(_ range: Range<Int>, _ name: StaticString) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        for (place, byte) in bytes[range].enumerated() {
            let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            if unsafe lower != name.utf8Start[place] { return false }
        }
        return true
    }

    private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var range = range
        while let first = range.first, isSpace(bytes[first]) { range = (first + 1)..<range.upperBound }
        while let last = range.last, isSpace(bytes[last]) { range = range.lowerBound..<last }
        return range
    }
}

/// The lines of a head, without their ends; the first empty one is the last.
private struct LineRanges {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Range<Int>? {
        guard place < bytes.count else { return nil }
        let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
        let start = place
        place = end + 1
        let hasReturn = end > start && bytes[end - 1] == 0x0D
        return start..<(hasReturn ? end - 1 : end)
    }
}
