import Messages

/// Addresses at which platforms stop a reader who is not signed in: for consent, or to prove to be a person.
enum GateAddress {
    /// Why nothing of the post is there, in plain English; nil for other addresses. Told by host and path alone, in no language.
    static func reason(_ text: String) -> String? {
        guard let address = HTTPAddress(text) else { return nil }
        let path = address.pathAndQuery.prefix { $0 != "?" }.lowercased()
        let parts = path.split(separator: "/")
        if address.host.hasPrefix("consent.") || parts.contains("consent") {
            return "the server led to a page that asks for consent instead of the post"
        }
        if parts.first == "sorry" || parts.contains("captcha") || parts.contains("challenge") {
            return "the server led to a page that asks for proof of a person instead of the post"
        }
        return nil
    }
}
