/// The sort-friendly key of an address, as the index format's tools compute it (`docs/formats/surt.md`).
public enum SURTKey {
    /// The key of an absolute address in ASCII.
    ///
    /// An address that cannot be taken apart is its own key.
    public static func key(of address: String) -> String {
        guard let parts = AddressParts(Array(address.utf8)) else { return address }
        var key: [UInt8] = []
        let host = parts.host.map(canonicalHost) ?? []
        if host.isEmpty {
            key += parts.scheme + ":".utf8
        } else {
            key += host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).reversed()
                .joined(
                    separator: [UInt8(ascii: ",")])
            if let port = parts.port, port != defaultPort(of: parts.scheme) { key += ":\(port)".utf8 }
            key.append(UInt8(ascii: ")"))
        }
        let path = canonicalPath(parts.path, hasHost: parts.host != nil)
        let query = canonicalQuery(parts.query)
        key += path
        if let query {
            if path.isEmpty { key.append(UInt8(ascii: "/")) }
            key += [UInt8(ascii: "?")] + query
        }
        return String(decoding: key, as: UTF8.self)
    }

    private static func defaultPort(of scheme: [UInt8]) -> Int? {
        switch String(decoding: scheme, as: UTF8.self).lowercased() {
        case "http": 80
        case "https": 443
        default: nil
        }
    }

    private static func canonicalHost(_ raw: [UInt8]) -> [UInt8] {
        var host = PercentCode.decodedRepeatedly(raw)
        host = replacing("..", by: ".", in: host)
        host = trimming(UInt8(ascii: "."), host)
        if let address = NumericHost.dotted(host) { return withoutWWW(address) }
        return withoutWWW(lowercased(PercentCode.encodedOnce(lowercased(host))))
    }

    /// Without a leading `www.` or `www` and digits and a dot.
    private static func withoutWWW(_ host: [UInt8]) -> [UInt8] {
        guard host.starts(with: "www".utf8) else { return host }
        let rest = host.dropFirst(3).drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return rest.first == UInt8(ascii: ".") ? Array(rest.dropFirst()) : host
    }

    private static func canonicalPath(_ raw: [UInt8]?, hasHost: Bool) -> [UInt8] {
        var path = PercentCode.decodedRepeatedly(raw ?? [])
        if hasHost { path = normalizedPath(path) }
        path = SessionID.strippedFromPath(lowercased(PercentCode.encodedOnce(path)))
        if path.count > 1, path.last == UInt8(ascii: "/") { path.removeLast() }
        return path
    }

    /// Without `.` and `..` and empty parts; the part after the last slash is kept, also when it is empty.
    private static func normalizedPath(_ path: [UInt8]) -> [UInt8] {
        var kept: [ArraySlice<UInt8>] = []
        for part in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst() {
            if part.elementsEqual(".".utf8) { continue }
            if part.elementsEqual("..".utf8) {
                if kept.isEmpty { kept.append(part) } else { kept.removeLast() }
            } else {
                kept.append(part)
            }
        }
        var normal: [UInt8] = [UInt8(ascii: "/")]
        for part in kept.dropLast() where !part.isEmpty { normal += part + [UInt8(ascii: "/")] }
        return normal + (kept.last ?? [])
    }

    private static func canonicalQuery(_ raw: [UInt8]?) -> [UInt8]? {
        guard let raw, !raw.isEmpty else { return nil }
        var query = PercentCode.encodedOnce(PercentCode.decodedRepeatedly(raw))
        query = lowercased(SessionID.strippedFromQuery(query))
        guard !query.isEmpty else { return nil }
        guard query.count > 1 else { return query }
        let arguments = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
            .map { $0.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false) }
            .sorted { one, other in
                for (a, b) in zip(one, other) where !a.elementsEqual(b) {
                    return a.lexicographicallyPrecedes(b)
                }
                return one.count < other.count
            }
        return Array(
            arguments.map { $0.joined(separator: [UInt8(ascii: "=")]) }.joined(separator: [UInt8(ascii: "&")])
        )
    }

    private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }

    /// Each place from the left at which `text` stands is replaced, as in one pass.
    private static func replacing(_ text: String, by other: String, in bytes: [UInt8]) -> [UInt8] {
        let (text, other) = (Array(text.utf8), Array(other.utf8))
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            if bytes[place...].starts(with: text) {
                result += other
                place += text.count
            } else {
                result.append(bytes[place])
                place += 1
            }
        }
        return result
    }

    private static func trimming(_ byte: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.drop { $0 == byte }.reversed().drop { $0 == byte }.reversed())
    }
}
