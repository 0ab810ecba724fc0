import Bytes
import Tables

/// A message as mail programs keep it (RFC 5322, RFC 2045 to 2047), as far as a reader needs: fields, and the parts of its body.
struct MIMEMessage {
    /// Names in small letters.
    let fields: [(name: String, value: String)]
    /// The body without the fields, as it stands.
    private let body: ArraySlice<UInt8>

    private static let mostFields = 1000
    private static let mostParts = 2000
    private static let mostDepth = 8

    /// Nil for bytes that do not begin with fields.
    init?(_ bytes: ArraySlice<UInt8>) {
        var fields: [(name: String, value: String)] = []
        var place = bytes.startIndex
        while place < bytes.endIndex {
            let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.endIndex
            var line = bytes[place..<end]
            if line.last == 0x0D { line = line.dropLast() }
            place = min(end + 1, bytes.endIndex)
            if line.isEmpty { break }
            guard fields.count < Self.mostFields else { return nil }
            if line.first == 0x20 || line.first == 0x09 {
                guard !fields.isEmpty else { return nil }
                fields[fields.count - 1].value += " " + Self.trimmed(line)
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                line[..<colon].allSatisfy({ (0x21...0x7E).contains($0) })
            else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            fields.append((name, Self.trimmed(line[(colon + 1)...])))
        }
        guard !fields.isEmpty else { return nil }
        self.fields = fields
        body = bytes[place...]
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let text = TextEncoding.decode(Array(bytes)).text
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The first field of a name, encoded words undone.
    subscript(_ name: String) -> String? {
        fields.first { $0.name == name }.map { EncodedWord.decoded($0.value) }
    }

    /// `text/html`, in small letters.
    var mediaType: String {
        (self["content-type"]?.prefix { $0 != ";" }.lowercased() ?? "text/plain").filter { !$0.isWhitespace }
    }

    func parameter(_ name: String) -> String? {
        guard let field = self["content-type"] else { return nil }
        for part in field.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            if halves.count == 2, halves[0].lowercased() == name {
                return halves[1].filter { $0 != "\"" }
            }
        }
        return nil
    }

    /// The contents, with the transfer encoding undone.
    var contents: [UInt8] {
        switch self["content-transfer-encoding"]?.lowercased() {
        case "base64": Base64.decode(body.filter { $0 > 0x20 }) ?? []
        case "quoted-printable": QuotedPrintable.decoded(body)
        default: Array(body)
        }
    }

    /// The contents as text of the stated character set.
    var text: String {
        let bytes = contents
        let set = parameter("charset")?.lowercased() ?? "utf-8"
        return set == "utf-8" || set == "us-ascii"
            ? String(decoding: bytes, as: UTF8.self) : TextEncoding.decode(bytes).text
    }

    /// This message, or the parts of it that are no containers.
    var leaves: [MIMEMessage] {
        var left = Self.mostParts
        return leaves(depth: 0, &left)
    }

    private func leaves(depth: Int, _ left: inout Int) -> [MIMEMessage] {
        guard mediaType.hasPrefix("multipart/"), depth < Self.mostDepth, let boundary = parameter("boundary"),
            !boundary.isEmpty
        else { return [self] }
        var found: [MIMEMessage] = []
        for part in parts(Array("--\(boundary)".utf8)) {
            guard left > 0, let message = MIMEMessage(part) else { continue }
            left -= 1
            found += message.leaves(depth: depth + 1, &left)
        }
        return found
    }

    private func parts(_ mark: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var begin: Int?
        var place = body.startIndex
        while place < body.endIndex {
            let end = body[place...].firstIndex(of: 0x0A) ?? body.endIndex
            if body[place..<end].starts(with: mark) {
                if let begin, begin < place { parts.append(body[begin..<place]) }
                begin = min(end + 1, body.endIndex)
                if body[place..<end].dropFirst(mark.count).starts(with: "--".utf8) { return parts }
            }
            place = min(end + 1, body.endIndex)
        }
        if let begin, begin < body.endIndex { parts.append(body[begin...]) }
        return parts
    }
}

/// RFC 2045, section 6.7
enum QuotedPrintable {
    static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var place = bytes.startIndex
        func digit(_ byte: UInt8) -> UInt8? { Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init) }
        while place < bytes.endIndex {
            let byte = bytes[place]
            bytes.formIndex(after: &place)
            guard byte == UInt8(ascii: "=") else {
                decoded.append(byte)
                continue
            }
            let rest = bytes[place...].prefix(2).map(\.self)
            if rest.first == 0x0A {
                bytes.formIndex(after: &place)
            } else if rest == [0x0D, 0x0A] {
                bytes.formIndex(&place, offsetBy: 2)
            } else if rest.count == 2, let high = digit(rest[0]), let low = digit(rest[1]) {
                decoded.append(high << 4 | low)
                bytes.formIndex(&place, offsetBy: 2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }
}

/// `=?utf-8?B?…?=` in fields (RFC 2047).
enum EncodedWord {
    static func decoded(_ text: String) -> String {
        var decoded = ""
        var wasEncoded = false
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let one = self.word(word)
            // White space between two encoded words is not meant.
            if !decoded.isEmpty, !(wasEncoded && one != nil) { decoded += " " }
            decoded += one ?? String(word)
            wasEncoded = one != nil
        }
        return decoded
    }

    private static func word(_ word: Substring) -> String? {
        guard word.hasPrefix("=?"), word.hasSuffix("?=") else { return nil }
        let parts = word.dropFirst(2).dropLast(2).split(separator: "?", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let bytes: [UInt8]?
        switch parts[1].lowercased() {
        case "b": bytes = Base64.decode(parts[2].utf8)
        case "q": bytes = QuotedPrintable.decoded(parts[2].replacing("_", with: " ").utf8)
        default: bytes = nil
        }
        guard let bytes else { return nil }
        return parts[0].lowercased() == "utf-8"
            ? String(decoding: bytes, as: UTF8.self) : TextEncoding.decode(bytes).text
    }
}
