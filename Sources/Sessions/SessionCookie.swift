public import Bytes

/// A cookie of a signed-in account (RFC 6265).
public struct SessionCookie: Sendable, Equatable {
    public let name: String
    public let value: String
    /// In small letters, without a leading dot.
    public let domain: String
    /// Whether hosts below the domain get it too.
    public let includesSubdomains: Bool
    public let path: String
    public let isSecure: Bool
    public let isHTTPOnly: Bool

    private static let mostBytes = 8192

    /// Nil for what no browser would send: control characters, an empty name or domain.
    public init?(
        name: String, value: String, domain: String, includesSubdomains: Bool, path: String, isSecure: Bool,
        isHTTPOnly: Bool
    ) {
        let host = domain.lowercased().drop { $0 == "." }
        let isText = { (text: String) in
            text.utf8.allSatisfy { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: ";") }
        }
        guard !name.isEmpty, !host.isEmpty, isText(name), isText(value), isText(String(host)), isText(path),
            name.utf8.count + value.utf8.count <= Self.mostBytes, !name.contains("=")
        else { return nil }
        self.name = name
        self.value = value
        self.domain = String(host)
        self.includesSubdomains = includesSubdomains
        self.path = path.hasPrefix("/") ? path : "/"
        self.isSecure = isSecure
        self.isHTTPOnly = isHTTPOnly
    }

    /// Whether it goes with a request (RFC 6265, section 5.4).
    public func isSent(toHost host: String, path: String, isSecure secure: Bool) -> Bool {
        let host = host.lowercased()
        guard host == domain || includesSubdomains && host.hasSuffix("." + domain), secure || !isSecure else {
            return false
        }
        let asked = path.prefix { $0 != "?" }
        return asked == self.path
            || asked.hasPrefix(self.path)
                && (self.path.hasSuffix("/") || asked.dropFirst(self.path.count).first == "/")
    }

    /// As the browser takes it: `Storage.setCookies` of the DevTools protocol.
    public var parameters: JSONValue {
        [
            "name": .string(name), "value": .string(value),
            "domain": .string((includesSubdomains ? "." : "") + domain), "path": .string(path),
            "secure": .bool(isSecure), "httpOnly": .bool(isHTTPOnly),
        ]
    }

    var json: JSONValue {
        [
            "name": .string(name), "value": .string(value), "domain": .string(domain),
            "subdomains": .bool(includesSubdomains), "path": .string(path), "secure": .bool(isSecure),
            "httpOnly": .bool(isHTTPOnly),
        ]
    }

    init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let value = json["value"]?.string,
            let domain = json["domain"]?.string
        else {
            return nil
        }
        self.init(
            name: name, value: value, domain: domain,
            includesSubdomains: json["subdomains"]?.bool
                ?? (json["hostOnly"]?.bool.map { !$0 } ?? domain.hasPrefix(".")),
            path: json["path"]?.string ?? "/", isSecure: json["secure"]?.bool ?? false,
            isHTTPOnly: json["httpOnly"]?.bool ?? false)
    }
}
