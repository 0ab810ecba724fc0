/// Whether two addresses are of one page of a site without ids: what a page marks as its own address against what was asked for.
public enum PageAddress {
    /// Beginnings of hosts under which sites show the same pages to telephones.
    private static let mobile = ["m.", "mobile.", "amp."]

    /// The scheme, `www.`, a telephone's host, a slash at the end and the fragment make no difference; neither do parameters that only
    /// the asked address has, since sites leave out of their own what does not tell pages apart.
    public static func isSame(asked: String, marked: String) -> Bool {
        guard let asked = AddressText(asked), let marked = AddressText(marked) else { return false }
        return host(asked) == host(marked) && asked.segments == marked.segments
            && marked.query.allSatisfy { one in
                asked.query.contains { $0.name == one.name && $0.value == one.value }
            }
    }

    private static func host(_ address: AddressText) -> String {
        let prefix = mobile.first(where: address.host.hasPrefix) ?? ""
        return String(address.host.dropFirst(prefix.count))
    }
}
