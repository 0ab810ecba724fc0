internal import CGumbo

/// A parsed HTML page or fragment: elements and texts, copied out of the parser.
///
/// Pages come from outside. The parser's time grows with the square of the nesting, so what is nested deeper than 512 elements, or
/// larger than 12 MiB, is not parsed; that bounds one parse to about two seconds.
final class HTMLDocument: Sendable {
    enum Content: Sendable {
        case element(tag: String, attributes: [(name: String, value: String)])
        /// With entities decoded.
        case text(String)
        /// As it stands.
        case comment(String)
    }

    struct Entry: Sendable {
        let content: Content
        let parent: Int
        var children: [Int] = []
    }

    enum Refused: Error { case tooLarge, tooDeep, tooManyElements, outOfMemory }

    static let maximumBytes = 12 << 20
    static let maximumDepth = 512
    private static let maximumEntries = 600_000

    /// The first one is the root.
    let entries: [Entry]

    init(_ bytes: [UInt8]) throws(Refused) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge }
        guard HTMLDepth.isAtMost(Self.maximumDepth, bytes) else { throw .tooDeep }
        entries = try Self.parse(bytes)
    }

    convenience init(_ text: String) throws(Refused) { try self.init(Array(text.utf8)) }

    var root: HTMLNode { HTMLNode(document: self, place: 0) }

    private static func parse(_ bytes: [UInt8]) throws(Refused) -> [Entry] {
        var options = unsafe kGumboDefaultOptions
        unsafe options.max_errors = 0
        // The tree points into the source, which lives until the tree was copied.
        let entries: [Entry]? = unsafe bytes.withUnsafeBytes { source in
            let start = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let output = unsafe gumbo_parse_with_options(&options, start, source.count) else {
                return nil
            }
            defer { unsafe gumbo_destroy_output(&options, output) }
            return unsafe copy(output.pointee.root)
        }
        guard let entries else { throw .outOfMemory }
        guard entries.count <= maximumEntries else { throw .tooManyElements }
        return entries
    }

    /// Copies a tree without recursion; one entry more than allowed when there are too many.
    private static func copy(_ root: UnsafeMutablePointer<GumboNode>?) -> [Entry]? {
        guard let root = unsafe root else { return nil }
        var entries: [Entry] = []
        var open: [(node: UnsafeMutablePointer<GumboNode>, parent: Int)] = unsafe [(root, -1)]
        while let (node, parent) = unsafe open.popLast(), entries.count <= maximumEntries {
            guard let content = unsafe content(node) else { continue }
            let place = entries.count
            entries.append(Entry(content: content, parent: parent))
            if parent >= 0 { entries[parent].children.append(place) }
            guard case .element = content else { continue }
            let children = unsafe node.pointee.v.element.children
            for index in (0..<Int(unsafe children.length)).reversed() {
                guard let child = unsafe children.data?[index] else { continue }
                unsafe open.append((child.assumingMemoryBound(to: GumboNode.self), place))
            }
        }
        return entries
    }

    private static func content(_ node: UnsafeMutablePointer<GumboNode>) -> Content? {
        switch unsafe node.pointee.type {
        case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
            let element = unsafe node.pointee.v.element
            var tag = unsafe String(cString: gumbo_normalized_tagname(element.tag))
            if tag.isEmpty { tag = unsafe original(element.original_tag) }
            var attributes: [(name: String, value: String)] = []
            for index in 0..<Int(unsafe element.attributes.length) {
                guard let pointer = unsafe element.attributes.data?[index] else { continue }
                let attribute = unsafe pointer.assumingMemoryBound(to: GumboAttribute.self)
                unsafe attributes.append(
                    (String(cString: attribute.pointee.name), String(cString: attribute.pointee.value)))
            }
            return .element(tag: tag, attributes: attributes)
        case GUMBO_NODE_TEXT, GUMBO_NODE_CDATA, GUMBO_NODE_WHITESPACE:
            return unsafe .text(String(cString: node.pointee.v.text.text))
        case GUMBO_NODE_COMMENT: return unsafe .comment(String(cString: node.pointee.v.text.text))
        default: return nil
        }
    }

    /// The name of an element that HTML does not know, as it stands.
    private static func original(_ piece: GumboStringPiece) -> String {
        var piece = unsafe piece
        unsafe gumbo_tag_from_original_text(&piece)
        guard let start = unsafe piece.data else { return "" }
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: piece.length)
        return unsafe String(decoding: bytes, as: UTF8.self).lowercased()
    }
}
