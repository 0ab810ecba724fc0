import Bytes

/// An account that looks at posts for an officer: what signs it in, and how it is told in a bundle.
public struct SessionProfile: Sendable, Equatable {
    private static let format = "exhibit-profile/1"
    /// Shorter values could stand anywhere by chance.
    private static let leastSecretBytes = 8

    public let name: String
    /// As the officer calls it in bundles: `@northgate_unit on X`.
    public let account: String
    /// Where the platform ends the session; nil where the officer names none.
    public let logOut: String?
    public let cookies: [SessionCookie]

    public init(name: String, account: String, logOut: String?, cookies: [SessionCookie]) {
        self.name = name
        self.account = account
        self.logOut = logOut
        self.cookies = cookies
    }

    /// Values that must not leave this machine in the clear.
    public var secrets: [[UInt8]] {
        cookies.map { Array($0.value.utf8) }.filter { $0.count >= Self.leastSecretBytes }
    }

    /// The value of `Cookie` for a request; nil where no cookie goes with it.
    public func cookieField(host: String, path: String, isSecure: Bool) -> String? {
        let sent = cookies.filter { $0.isSent(toHost: host, path: path, isSecure: isSecure) }
        return sent.isEmpty ? nil : sent.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
    }

    public var serialized: [UInt8] {
        let json: JSONValue = [
            "format": .string(Self.format), "name": .string(name), "account": .string(account),
            "logOut": JSONValue(logOut), "cookies": .array(cookies.map(\.json)),
        ]
        return json.serialized()
    }

    /// Nil for anything but what `serialized` gives.
    public init?(_ bytes: [UInt8]) {
        guard let json = try? JSONReader.parse(bytes), json["format"]?.string == Self.format,
            let name = json["name"]?.string, let account = json["account"]?.string
        else { return nil }
        self.init(
            name: name, account: account, logOut: json["logOut"]?.string,
            cookies: (json["cookies"]?.array ?? []).compactMap { SessionCookie($0) })
    }
}
