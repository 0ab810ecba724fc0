import Archive

/// Cuts WARC records out of bytes that arrive in pieces (WARC 1.0 and 1.1, section 4), in constant memory.
package struct WARCParser {
    /// The header of a record: fields in their order, names as they stand.
    package struct Header {
        let version: String
        let fields: [(name: String, value: String)]

        package func value(_ name: String) -> String? {
            fields.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        func count(_ name: String) -> Int { fields.count { $0.name.lowercased() == name.lowercased() } }
    }

    /// A piece of a block is valid during the call alone.
    @unsafe package enum Event {
        /// With the place of its first byte in the input.
        case header(Header, at: Int)
        case block(UnsafeRawBufferPointer)
        case end
    }

    /// Bytes that are no record.
    package struct FormError: Error {
        package let text: String
    }

    package init() {}

    private static let mostHeaderBytes = 1 << 20
    /// Where in the input `pending`, or else the next byte, is.
    private var position = 0
    private var pending: [UInt8] = []
    /// Bytes of the block that are still to come; nil in a header.
    private var left: Int?
    /// Line ends after a block that were seen.
    private var lineEnds = 0
    /// Whether the last record is complete, so that the input may end here.
    package var isBetween: Bool { left == nil && pending.allSatisfy { $0 == 0x0D || $0 == 0x0A } }

    package mutating func append(_ piece: UnsafeRawBufferPointer, _ event: (Event) throws -> Void) throws {
        var place = 0
        while place < piece.count {
            if let rest = left {
                let count = min(rest, piece.count - place)
                if count > 0 {
                    try unsafe event(.block(UnsafeRawBufferPointer(rebasing: piece[place..<place + count])))
                }
                place += count
                position += count
                left = rest - count
                if rest == count {
                    left = nil
                    try unsafe event(.end)
                }
            } else {
                place += try unsafe takeHeader(UnsafeRawBufferPointer(rebasing: piece[place...]), event)
            }
        }
    }

    private mutating func takeHeader(_ piece: UnsafeRawBufferPointer, _ event: (Event) throws -> Void) throws
        -> Int
    {
        let before = pending.count
        // A header is seldom longer than this; what is not its own is given back.
        let taken = min(piece.count, 4096)
        unsafe pending += piece[..<taken]
        let start = pending.firstIndex { $0 != 0x0D && $0 != 0x0A } ?? pending.count
        guard let end = Self.end(of: pending, from: max(start, 1)) else {
            guard pending.count <= Self.mostHeaderBytes else {
                throw FormError(text: "a header is longer than 1 MiB")
            }
            if start < pending.count,
                !pending[start...].starts(with: "WARC/".utf8.prefix(pending.count - start))
            {
                throw FormError(text: "there is something else than a record")
            }
            return taken
        }
        let header = try Self.header(pending[start..<end])
        guard let text = header.value("Content-Length"), text.utf8.count <= 15,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text)
        else { throw FormError(text: "a record has no Content-Length") }
        pending = []
        try unsafe event(.header(header, at: position + start))
        position += end
        left = length
        if length == 0 {
            left = nil
            try unsafe event(.end)
        }
        return end - before
    }

    /// Behind the empty line.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        while let lineFeed = bytes[min(place, bytes.count)...].firstIndex(of: 0x0A) {
            let next = lineFeed + 1
            if next < bytes.count, bytes[next] == 0x0A { return next + 1 }
            if next + 1 < bytes.count, bytes[next] == 0x0D, bytes[next + 1] == 0x0A { return next + 2 }
            place = next
        }
        return nil
    }

    private static func header(_ bytes: ArraySlice<UInt8>) throws -> Header {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        let version = String(decoding: lines.removeFirst(), as: UTF8.self)
        guard ["WARC/1.0", "WARC/1.1", "WARC/0.17", "WARC/0.18"].contains(version) else {
            throw FormError(text: "a record does not begin with WARC/1.0 or WARC/1.1")
        }
        var fields: [(name: String, value: String)] = []
        for line in lines where !line.isEmpty {
            if line.first == 0x20 || line.first == 0x09, !fields.isEmpty {
                fields[fields.count - 1].value += " " + Self.trimmed(line)
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
                throw FormError(text: "a header has a line that is no field")
            }
            guard fields.count < 1000 else { throw FormError(text: "a header has more than 1,000 fields") }
            fields.append((Self.trimmed(line[..<colon]), Self.trimmed(line[(colon + 1)...])))
        }
        return Header(version: version, fields: fields)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let rest = bytes.drop(while: isSpace)
        let end = rest.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? rest.startIndex
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
