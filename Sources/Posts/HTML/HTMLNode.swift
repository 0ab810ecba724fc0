import Bytes

/// An element or text of a page.
struct HTMLNode: Sendable {
    let document: HTMLDocument
    let place: Int

    private var entry: HTMLDocument.Entry { document.entries[place] }

    /// In small letters; nil for a text.
    var tag: String? {
        if case .element(let tag, _) = entry.content { tag } else { nil }
    }

    /// The text of a text.
    var string: String? {
        if case .text(let text) = entry.content { text } else { nil }
    }

    /// What a comment holds.
    var comment: String? {
        if case .comment(let text) = entry.content { text } else { nil }
    }

    var children: [HTMLNode] { entry.children.map { HTMLNode(document: document, place: $0) } }
    var parent: HTMLNode? { entry.parent >= 0 ? HTMLNode(document: document, place: entry.parent) : nil }

    /// The value of an attribute, with entities decoded.
    subscript(_ attribute: String) -> String? {
        guard case .element(_, let attributes) = entry.content else { return nil }
        return attributes.first { $0.name == attribute }?.value
    }

    func hasClass(_ name: String) -> Bool {
        self["class"]?.split(whereSeparator: \.isWhitespace).contains { $0 == name } ?? false
    }

    /// All below, in the order of the page. Entries are in that order, so they stand one after the other.
    var descendants: some Sequence<HTMLNode> {
        var end = place + 1
        while end < document.entries.count, document.entries[end].parent >= place { end += 1 }
        return (place + 1..<end).lazy.map { [document] in HTMLNode(document: document, place: $0) }
    }

    func all(where isWanted: (HTMLNode) -> Bool) -> [HTMLNode] { descendants.filter(isWanted) }
    func first(where isWanted: (HTMLNode) -> Bool) -> HTMLNode? { descendants.first(where: isWanted) }
    func all(_ tag: String) -> [HTMLNode] { all { $0.tag == tag } }
    func first(_ tag: String) -> HTMLNode? { first { $0.tag == tag } }
    func all(class name: String) -> [HTMLNode] { all { $0.hasClass(name) } }
    func first(class name: String) -> HTMLNode? { first { $0.hasClass(name) } }
    func first(id: String) -> HTMLNode? { first { $0["id"] == id } }

    /// The elements from the root: `/html/body/div[2]`, with the number among siblings of its name where there are several.
    var path: String {
        var steps: [String] = []
        var node: HTMLNode? = self
        while let here = node {
            let name = here.tag ?? "text()"
            let siblings = here.parent?.children.filter { $0.tag == here.tag } ?? [here]
            let number = (siblings.firstIndex { $0.place == here.place } ?? 0) + 1
            steps.append(siblings.count > 1 ? "\(name)[\(number)]" : name)
            node = here.parent
        }
        return "/" + steps.reversed().joined(separator: "/")
    }

    /// All text below, as it stands.
    var rawText: String { string ?? descendants.compactMap(\.string).joined() }

    /// The text as a reader sees it: white space is one space, `br` a line break, a paragraph ends with an empty line, other blocks
    /// with a line break.
    var plainText: String { PlainText.of(self) }

    // MARK: What a post takes over

    /// The text below; nil when there is none.
    var text: Found? {
        let text = plainText
        return text.isEmpty ? nil : Found(.string(text), at: path)
    }

    /// The value of an attribute; nil when it is empty.
    func found(_ attribute: String) -> Found? {
        self[attribute].flatMap { $0.isEmpty ? nil : Found(.string($0), at: "\(path)/@\(attribute)") }
    }

    /// The JSON that the element holds.
    func json(_ limits: JSONLimits = .body) -> JSONNode? {
        guard let value = try? JSONReader.parse(Array(rawText.utf8), limits: limits) else { return nil }
        return JSONNode(value, at: path + "#")
    }
}

extension JSONLimits {
    /// For bodies of platforms, which nest deeper than files of a bundle.
    static let body = JSONLimits(maximumBytes: 64 << 20, maximumDepth: 400, maximumValues: 3_000_000)
}
