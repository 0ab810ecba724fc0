/// The text of an element as a reader sees it.
enum PlainText {
    private static let paragraphs: Set<String> = ["p", "blockquote", "ul", "ol", "pre"]
    private static let blocks: Set<String> = [
        "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
    ]
    private static let hidden: Set<String> = ["script", "style", "noscript", "template", "head"]

    static func of(_ node: HTMLNode) -> String {
        var text = Builder()
        // Explicitly, since the tree may be deep; nil marks the end of an element.
        var open: [(node: HTMLNode, isEnd: Bool)] = [(node, false)]
        while let (node, isEnd) = open.popLast() {
            if let string = node.string {
                text.append(string)
                continue
            }
            guard let tag = node.tag, !hidden.contains(tag) else { continue }
            if tag == "br" {
                text.breakLine()
                continue
            }
            if paragraphs.contains(tag) {
                text.end(lines: 2)
            } else if blocks.contains(tag) {
                text.end(lines: 1)
            }
            if !isEnd {
                open.append((node, true))
                open += node.children.reversed().map { ($0, false) }
            }
        }
        return text.finished
    }

    private struct Builder {
        private var text = ""
        /// Line breaks that stand before the next word, when there is one.
        private var pending = 0
        /// Of these, those that `br` made: they add up, while ends of blocks do not.
        private var hasSpace = false

        mutating func append(_ string: String) {
            for character in string.unicodeScalars {
                switch character {
                case " ", "\n", "\t", "\r", "\u{C}": hasSpace = true
                default:
                    if !text.isEmpty {
                        if pending > 0 {
                            text += String(repeating: "\n", count: pending)
                        } else if hasSpace {
                            text += " "
                        }
                    }
                    pending = 0
                    hasSpace = false
                    text.unicodeScalars.append(character)
                }
            }
        }

        mutating func breakLine() {
            pending += 1
            hasSpace = false
        }

        mutating func end(lines: Int) {
            pending = max(pending, lines)
            hasSpace = false
        }

        var finished: String { text }
    }
}
