/// An address taken apart (RFC 3986, appendix B), its fragment and user information dropped.
struct AddressParts {
    let scheme: [UInt8]
    let host: [UInt8]?
    let port: Int?
    let path: [UInt8]?
    let query: [UInt8]?

    /// Nil when the port is no number up to 65,535.
    init?(_ address: [UInt8]) {
        var text = address[...]
        if Self.schemeEnd(text) == nil { text = Array("http://".utf8)[...] + text }
        // http://https://host: only the last of several is meant
        while let rest = Self.afterWebScheme(text), Self.afterWebScheme(rest) != nil { text = rest }
        guard let colon = Self.schemeEnd(text) else { return nil }
        scheme = Array(text[..<colon])
        text = text[(colon + 1)...]
        text = text.prefix { $0 != UInt8(ascii: "#") }
        var authority: ArraySlice<UInt8>?
        if text.starts(with: "//".utf8) {
            let start = text.startIndex + 2
            let end =
                text[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
                ?? text.endIndex
            authority = text[start..<end]
            text = text[end...]
        }
        let mark = text.firstIndex(of: UInt8(ascii: "?"))
        var path = Array(text[..<(mark ?? text.endIndex)])
        let query = mark.map { Array(text[($0 + 1)...]) } ?? []
        while authority?.last == UInt8(ascii: ":") { authority = authority?.dropLast() }
        var host: [UInt8] = []
        var port: Int?
        if let authority {
            let afterUser =
                authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
            var portText: ArraySlice<UInt8> = []
            if let open = afterUser.firstIndex(of: UInt8(ascii: "[")) {
                let inner = afterUser[(open + 1)...]
                let close = inner.firstIndex(of: UInt8(ascii: "]")) ?? inner.endIndex
                host = Array(inner[..<close])
                let after = inner[close...].dropFirst()
                portText = after.firstIndex(of: UInt8(ascii: ":")).map { after[($0 + 1)...] } ?? []
            } else {
                let colon = afterUser.firstIndex(of: UInt8(ascii: ":")) ?? afterUser.endIndex
                host = Array(afterUser[..<colon])
                portText = afterUser[colon...].dropFirst()
            }
            if !portText.isEmpty {
                guard portText.count <= 8, let number = Int(String(decoding: portText, as: UTF8.self)),
                    portText.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                    number <= 65535
                else { return nil }
                port = number == 0 ? nil : number
            }
        }
        if host.isEmpty, scheme.starts(with: "http".utf8), !path.isEmpty {
            let trimmed = path.drop { $0 == UInt8(ascii: "/") }
            let end = trimmed.firstIndex(of: UInt8(ascii: "/")) ?? trimmed.endIndex
            host = Array(trimmed[..<end])
            path = [UInt8(ascii: "/")] + trimmed[end...].dropFirst()
        }
        self.host = host.isEmpty ? nil : host
        self.port = port
        self.path = path.isEmpty ? nil : path
        self.query = query.isEmpty ? nil : query
    }

    /// Where the colon after the scheme is.
    private static func schemeEnd(_ text: ArraySlice<UInt8>) -> Int? {
        guard let first = text.first, isLetter(first), let colon = text.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        return text[..<colon].allSatisfy {
            isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.".utf8.contains($0)
        } ? colon : nil
    }

    private static func afterWebScheme(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for scheme in ["https://", "http://"] where text.starts(with: scheme.utf8) {
            return text.dropFirst(scheme.utf8.count)
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
