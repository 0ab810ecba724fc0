import Bytes

/// Cookies as browsers and their helpers export them.
public enum CookieFile {
    private static let mostCookies = 2000

    /// Reads lines of seven fields between tabs, or a JSON array of objects; what is no cookie is left out.
    public static func read(_ bytes: [UInt8]) -> [SessionCookie] {
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
            let list = (try? JSONReader.parse(bytes))?.array ?? []
            return list.prefix(mostCookies).compactMap { SessionCookie($0) }
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.prefix(mostCookies).compactMap { line(String($0)) }
    }

    /// `domain  subdomains  path  secure  expires  name  value`
    private static func line(_ text: String) -> SessionCookie? {
        let mark = "#HttpOnly_"
        let isHTTPOnly = text.hasPrefix(mark)
        guard isHTTPOnly || !text.hasPrefix("#") else { return nil }
        let fields = text.dropFirst(isHTTPOnly ? mark.count : 0).split(
            separator: "\t", omittingEmptySubsequences: false
        )
        .map(String.init)
        guard fields.count == 7 else { return nil }
        return SessionCookie(
            name: fields[5], value: fields[6], domain: fields[0],
            includesSubdomains: fields[1].uppercased() == "TRUE",
            path: fields[2], isSecure: fields[3].uppercased() == "TRUE", isHTTPOnly: isHTTPOnly)
    }
}
