/// Pictures that a style shows.
enum CSSImage {
    /// The address in `background-image:url('…')`.
    static func address(_ style: String) -> String? {
        guard let start = style.firstRange(of: "url(") else { return nil }
        let inside = style[start.upperBound...].prefix { $0 != ")" }
        let address = inside.filter { $0 != "'" && $0 != "\"" }
        guard !address.isEmpty else { return nil }
        return address.hasPrefix("//") ? "https:" + address : String(address)
    }
}
