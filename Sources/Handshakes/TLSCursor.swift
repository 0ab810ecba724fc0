/// Reads the vectors of TLS from left to right (RFC 8446, section 3); nil past the end.
struct TLSCursor {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(bytes count: Int) -> Int? {
        guard let digits = take(count) else { return nil }
        return digits.reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A vector whose length comes first, in so many bytes.
    mutating func vector(lengthBytes: Int) -> ArraySlice<UInt8>? {
        number(bytes: lengthBytes).flatMap { take($0) }
    }
}
