/// Session identifiers in addresses, which index keys leave out.
enum SessionID {
    /// Without `(…)/` of ASP.NET before a name that ends in `.aspx`: 24 letters and digits, or groups of a letter with those.
    static func strippedFromPath(_ path: [UInt8]) -> [UInt8] {
        var path = path
        for isSession in [isGroupedSession, isPlainSession] {
            let slashes = path.indices.filter { path[$0] == UInt8(ascii: "/") }
            for (open, close) in zip(slashes, slashes.dropFirst()).reversed()
            where isSession(path[(open + 1)..<close]) && endsInASPX(path[(close + 1)...]) {
                path = Array(path[...open] + path[(close + 1)...])
                break
            }
        }
        return path
    }

    private static func isPlainSession(_ part: ArraySlice<UInt8>) -> Bool {
        part.count == 26 && part.first == UInt8(ascii: "(") && part.last == UInt8(ascii: ")")
            && part.dropFirst().dropLast().allSatisfy(isAlphanumeric)
    }

    private static func isGroupedSession(_ part: ArraySlice<UInt8>) -> Bool {
        guard part.count >= 29, part.first == UInt8(ascii: "("), part.last == UInt8(ascii: ")") else {
            return false
        }
        let inner = Array(part.dropFirst().dropLast())
        guard inner.count.isMultiple(of: 27) else { return false }
        return stride(from: 0, to: inner.count, by: 27).allSatisfy { start in
            isLetter(inner[start]) && isPlainSession(inner[(start + 1)..<(start + 27)])
        }
    }

    /// Whether there is `.aspx` with something before it and no question mark before its end.
    private static func endsInASPX(_ rest: ArraySlice<UInt8>) -> Bool {
        let name = rest.prefix { $0 != UInt8(ascii: "?") }.map { $0 | 0x20 }
        return name.count > 5 && name.indices.dropFirst().contains { name[$0...].starts(with: ".aspx".utf8) }
    }

    /// Without the session identifiers of PHP, Java, ASP and ColdFusion.
    static func strippedFromQuery(_ query: [UInt8]) -> [UInt8] {
        var query = query
        for name in ["jsessionid=", "phpsessid=", "sid="] {
            query = stripped(query) { rest in
                guard matches(rest, name) else { return nil }
                let value = rest.dropFirst(name.utf8.count).prefix(32)
                return value.count == 32 && value.allSatisfy(isAlphanumeric) ? name.utf8.count + 32 : nil
            }
        }
        query = stripped(query) { rest in
            let name = "aspsessionid"
            let value = rest.dropFirst(name.utf8.count)
            guard matches(rest, name), value.count >= 33, value.prefix(8).allSatisfy(isLetter),
                value.dropFirst(8).first == UInt8(ascii: "="),
                value.dropFirst(9).prefix(24).allSatisfy(isLetter)
            else { return nil }
            return name.utf8.count + 33
        }
        return stripped(query) { rest in
            guard matches(rest, "cfid=") else { return nil }
            let first = rest.dropFirst(5).prefix { $0 != UInt8(ascii: "&") }
            let second = rest.dropFirst(5 + first.count + 1)
            guard !first.isEmpty, matches(second, "cftoken=") else { return nil }
            let value = second.dropFirst(8).prefix { $0 != UInt8(ascii: "&") }
            return value.isEmpty ? nil : 5 + first.count + 1 + 8 + value.count
        }
    }

    /// Takes out the last place at which `length` finds a session that is followed by `&` or the end.
    private static func stripped(_ query: [UInt8], length: (ArraySlice<UInt8>) -> Int?) -> [UInt8] {
        for start in query.indices.reversed() {
            guard let count = length(query[start...]) else { continue }
            let rest = query[(start + count)...]
            if rest.isEmpty || rest.first == UInt8(ascii: "&") {
                return Array(query[..<start] + rest.dropFirst())
            }
        }
        return query
    }

    private static func matches(_ text: ArraySlice<UInt8>, _ name: String) -> Bool {
        text.count >= name.utf8.count && zip(text, name.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
