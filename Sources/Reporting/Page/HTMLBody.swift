import Bytes
import Hashing

/// The body of a page while it is written. Every text that goes in is escaped here, and nowhere else.
struct HTMLBody {
    private static let maximumItems = 200
    private(set) var html = ""

    mutating func heading(_ level: Int, _ text: String) {
        html += "<h\(level)>\(Self.text(text))</h\(level)>\n"
    }

    mutating func paragraph(_ text: String, _ style: String? = nil) {
        html += "<p\(Self.style(style))>\(Self.text(text))</p>\n"
    }

    /// The verdict, or a warning, in a box that nobody overlooks.
    mutating func box(_ style: String, strong: String, _ text: String) {
        html +=
            "<div class=\"verdict \(style)\" role=\"note\"><strong>\(Self.text(strong))</strong> \(Self.text(text))</div>\n"
    }

    /// Names and values; those without a value are left out.
    mutating func facts(_ rows: [(name: String, value: String?)]) {
        html += "<dl>\n"
        for case (let name, let value?) in rows where !value.isEmpty {
            html += "<dt>\(Self.text(name))</dt><dd>\(Self.lines(value))</dd>\n"
        }
        html += "</dl>\n"
    }

    /// A digest in groups of eight, for reading aloud.
    mutating func digest(_ name: String, _ digest: SHA256Digest) {
        let lines = DigestWords.grouped(digest).joined(separator: "<br>")
        html += "<dl><dt>\(Self.text(name))</dt><dd class=\"mono digest\">\(lines)</dd></dl>\n"
    }

    mutating func list(_ items: [String], isOrdered: Bool = false) {
        guard !items.isEmpty else { return }
        let tag = isOrdered ? "ol" : "ul"
        html += "<\(tag)>\n"
        for item in items.prefix(Self.maximumItems) { html += "<li>\(Self.lines(item))</li>\n" }
        html += "</\(tag)>\n"
        if items.count > Self.maximumItems { paragraph("and \(items.count - Self.maximumItems) more.") }
    }

    /// A table with a caption; the first cell of a row is its heading.
    mutating func table(_ caption: String, _ headings: [String], _ rows: [[String]]) {
        html += "<table class=\"rows\">\n<caption>\(Self.text(caption))</caption>\n<thead><tr>"
        html +=
            headings.map { "<th scope=\"col\">\(Self.text($0))</th>" }.joined() + "</tr></thead>\n<tbody>\n"
        for row in rows {
            html += "<tr>"
            for (place, cell) in row.enumerated() {
                let content = Self.lines(cell)
                let style = Self.isWord(cell) ? " class=\"word\"" : ""
                // On a telephone each cell stands in a line of its own, with the heading of its column.
                let label = headings.indices.contains(place) ? Self.text(headings[place]) : ""
                html +=
                    place == 0
                    ? "<th scope=\"row\"\(style) data-label=\"\(label)\">\(content)</th>"
                    : "<td\(style) data-label=\"\(label)\">\(content)</td>"
            }
            html += "</tr>\n"
        }
        html += "</tbody>\n</table>\n"
    }

    /// Lines for somebody's own hand.
    mutating func blankLines(_ count: Int, label: String) {
        html += "<div class=\"blank\" role=\"img\" aria-label=\"\(Self.text(label))\">"
        html += String(repeating: "<div></div>", count: count) + "</div>\n"
    }

    mutating func quote(_ text: String) { html += "<blockquote>\(Self.lines(text))</blockquote>\n" }

    /// What follows begins on a new sheet of paper.
    mutating func newSheet() { html += "<div class=\"sheet\"></div>\n" }

    mutating func code(_ code: QRCode, title: String) { html += code.svg(title: title) + "\n" }

    private static func text(_ text: String) -> String { HTMLText.escaped(text) }

    /// Whether a cell is one short word, which is not to be broken.
    private static func isWord(_ cell: String) -> Bool {
        cell.utf8.count <= 20 && cell.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Line breaks stay.
    private static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { HTMLText.escaped(String($0)) }
            .joined(separator: "<br>")
    }

    private static func style(_ name: String?) -> String { name.map { " class=\"\($0)\"" } ?? "" }
}
