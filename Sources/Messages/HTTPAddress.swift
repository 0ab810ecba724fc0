/// An `http` or `https` address taken apart (RFC 9110, section 4.2).
public struct HTTPAddress: Sendable, Equatable {
    public let isSecure: Bool
    /// In lower case, an IPv6 address without brackets.
    public let host: String
    public let port: Int
    /// Path and query as they stand in a request line, never empty.
    public let pathAndQuery: String

    public static let maximumBytes = 8192

    /// Nil for what is no such address, or not in plain ASCII without spaces, or too long.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes, text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
        else { return nil }
        let lower = text.prefix(8).lowercased()
        if lower.hasPrefix("https://") {
            isSecure = true
        } else if lower.hasPrefix("http://") {
            isSecure = false
        } else {
            return nil
        }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        guard !authority.contains("@"), let (host, port) = Self.hostAndPort(authority) else { return nil }
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
        let path = rest[authorityEnd...].prefix { $0 != "#" }
        pathAndQuery = path.hasPrefix("/") ? String(path) : "/" + path
    }

    /// Host and port of an authority such as `example.org:443` or `[::1]`.
    public static func hostAndPort(_ authority: some StringProtocol) -> (host: String, port: Int?)? {
        var host = String(authority).lowercased()
        var portText: String?
        if host.hasPrefix("[") {
            guard let close = host.firstIndex(of: "]") else { return nil }
            let after = host[host.index(after: close)...]
            guard after.isEmpty || after.hasPrefix(":") else { return nil }
            portText = after.isEmpty ? nil : String(after.dropFirst())
            host = String(host[host.index(after: host.startIndex)..<close])
            guard host.contains(":"),
                host.utf8.allSatisfy({ isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
            else { return nil }
        } else {
            if let colon = host.lastIndex(of: ":") {
                portText = String(host[host.index(after: colon)...])
                host = String(host[..<colon])
            }
            guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(isHostByte) else { return nil }
        }
        guard let portText, !portText.isEmpty else { return (host, nil) }
        guard let port = Int(portText), (1...65535).contains(port), String(port) == portText else {
            return nil
        }
        return (host, port)
    }

    /// The address as a record names it, without the default port.
    public var text: String {
        let shownHost = host.contains(":") ? "[\(host)]" : host
        let shownPort = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
        return "\(isSecure ? "https" : "http")://\(shownHost)\(shownPort)\(pathAndQuery)"
    }

    /// The authority for `Host`, without the default port.
    public var authority: String {
        let shownHost = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? shownHost : "\(shownHost):\(port)"
    }

    public init(isSecure: Bool, host: String, port: Int, pathAndQuery: String) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.pathAndQuery = pathAndQuery
    }

    /// Where a `Location` leads from here; nil when that is no address that can be fetched.
    public func following(_ location: String) -> HTTPAddress? {
        let location =
            location.utf8.allSatisfy { (0x21..<0x7F).contains($0) } ? location : Self.escaped(location)
        if Self.hasScheme(location) { return HTTPAddress(location) }
        if location.hasPrefix("//") { return HTTPAddress((isSecure ? "https:" : "http:") + location) }
        let target: String
        if location.hasPrefix("/") {
            target = location
        } else if location.hasPrefix("?") {
            target = String(pathAndQuery.prefix { $0 != "?" }) + location
        } else {
            let path = pathAndQuery.prefix { $0 != "?" }
            target = String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) + location
        }
        return HTTPAddress("\(isSecure ? "https" : "http")://\(authority)\(target)")
    }

    /// Whether a reference names its scheme (RFC 3986, section 4.2).
    private static func hasScheme(_ reference: String) -> Bool {
        guard let colon = reference.firstIndex(of: ":") else { return false }
        let scheme = reference[..<colon].utf8
        return !scheme.isEmpty
            && scheme.allSatisfy { byte in
                isHostByte(byte | 0x20) && byte != UInt8(ascii: "_") || byte == UInt8(ascii: "+")
            }
    }

    /// Every byte that an address cannot hold is escaped.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { result, byte in
            if (0x21..<0x7F).contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
            }
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }
}
