/// Whether an address is one where people sign in, told by its path and host alone, in no language.
public enum SignInAddress {
    private static let pathParts: Set<String> = [
        "login", "log-in", "log_in", "login.php", "signin", "sign-in", "sign_in", "checkpoint", "authorize",
        "sso", "servicelogin", "authwall", "auth",
    ]
    private static let hostLabels: Set<String> = ["accounts", "login", "signin", "auth", "sso"]

    public static func matches(_ address: String) -> Bool {
        guard let scheme = address.range(of: "://") else { return false }
        let rest = address[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let path = rest[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
        let firstLabel = authority.prefix { $0 != "." && $0 != ":" }.lowercased()
        if hostLabels.contains(firstLabel) { return true }
        return path.split(separator: "/").contains { pathParts.contains($0.lowercased()) }
    }
}

extension String {
    /// The first place of `text` in this string.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text),
                let end = index(start, offsetBy: text.count, limitedBy: endIndex)
            {
                return start..<end
            }
            start = index(after: start)
        }
        return nil
    }
}
