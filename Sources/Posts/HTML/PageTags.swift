/// What a page says of itself in `meta` elements: Open Graph, cards, and plain names.
struct PageTags {
    private var tags: [String: Found] = [:]

    init(_ page: HTMLDocument) {
        for meta in page.root.all("meta") {
            guard let name = meta["property"] ?? meta["name"] ?? meta["itemprop"],
                let content = meta.found("content")
            else {
                continue
            }
            // The first one is the one that is meant.
            if tags[name.lowercased()] == nil { tags[name.lowercased()] = content }
        }
    }

    subscript(_ name: String) -> Found? { tags[name] }

    func first(_ names: String...) -> Found? { names.lazy.compactMap { tags[$0] }.first }
}
