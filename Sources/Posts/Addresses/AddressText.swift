/// The parts of an `http` or `https` address that tell posts apart.
struct AddressText: Sendable {
    /// In small letters, without port, and without `www.`.
    let host: String
    /// Begins with a slash.
    let path: String
    /// Of the path, decoded, without empty ones.
    let segments: [String]
    let query: [(name: String, value: String)]
    let fragment: String?

    init?(_ text: String) {
        guard let mark = text.firstRange(of: "://"),
            ["http", "https"].contains(text[..<mark.lowerBound].lowercased())
        else { return nil }
        var rest = text[mark.upperBound...]
        var fragment: String?
        if let hash = rest.firstIndex(of: "#") {
            fragment = String(rest[rest.index(after: hash)...])
            rest = rest[..<hash]
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        rest = rest[authority.endIndex...]
        let path = rest.prefix { $0 != "?" }
        let query = rest[path.endIndex...].dropFirst()
        let hostAndPort = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        var host = hostAndPort.prefix { $0 != ":" }.lowercased()
        if host.hasPrefix("www.") { host.removeFirst(4) }
        if host.hasSuffix(".") { host.removeLast() }
        guard !host.isEmpty else { return nil }
        self.host = host
        self.path = path.isEmpty ? "/" : String(path)
        segments = path.split(separator: "/").map { Self.decoded(String($0)) }
        self.query = query.split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count > 1 ? String(halves[1]).replacing("+", with: " ") : ""
            return (Self.decoded(String(halves[0])), Self.decoded(value))
        }
        self.fragment = fragment
    }

    /// The value of the first parameter of a name.
    func parameter(_ name: String) -> String? {
        query.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// As the value of a parameter: all but the unreserved characters percent-encoded (RFC 3986, section 2.3).
    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    /// Percent-encoded bytes decoded; what is no UTF-8 then stays as it is.
    static func decoded(_ text: String) -> String {
        guard text.contains("%") else { return text }
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var place = 0
        while place < source.count {
            if source[place] == UInt8(ascii: "%"), place + 2 < source.count,
                let value = UInt8(
                    String(decoding: source[(place + 1)...(place + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                place += 3
            } else {
                bytes.append(source[place])
                place += 1
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? text
    }
}
