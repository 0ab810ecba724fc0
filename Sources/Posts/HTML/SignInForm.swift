/// Whether a page asks for a password, in no language.
public enum SignInForm {
    private static let maximumBytes = 4 << 20

    public static func isIn(_ html: [UInt8]) -> Bool {
        guard html.count <= maximumBytes, let page = try? HTMLDocument(html) else { return false }
        return page.root.first { $0.tag == "input" && $0["type"]?.lowercased() == "password" } != nil
    }
}
