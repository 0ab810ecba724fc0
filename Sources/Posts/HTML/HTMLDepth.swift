/// How deep elements are nested, found without a parser: never less than the parser finds, but for what it closes by itself.
enum HTMLDepth {
    /// Elements without content, and those that their next sibling closes.
    private static let flat: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track",
        "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot",
        "path",
        "use", "circle", "rect", "line", "polygon", "!doctype",
    ]
    /// What is inside these is text.
    private static let opaque = ["script", "style", "textarea", "title", "noscript", "iframe", "xmp"]

    static func isAtMost(_ most: Int, _ bytes: [UInt8]) -> Bool {
        var depth = 0
        var place = 0
        while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
            place = start + 1
            guard place < bytes.count else { return true }
            if bytes[place...].starts(with: "!--".utf8) {
                place = end(of: "-->", bytes, place)
                continue
            }
            let isEnd = bytes[place] == UInt8(ascii: "/")
            let name = String(
                decoding: bytes[(isEnd ? place + 1 : place)...].prefix(16).prefix {
                    $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
                }, as: UTF8.self
            ).lowercased()
            guard let close = bytes[place...].firstIndex(of: UInt8(ascii: ">")) else { return true }
            let isEmpty = bytes[close - 1] == UInt8(ascii: "/")
            place = close + 1
            guard let first = name.utf8.first, (97...122).contains(first), !flat.contains(name) else {
                continue
            }
            if isEnd {
                depth = max(0, depth - 1)
            } else if opaque.contains(name) {
                place = end(of: "</\(name)", bytes, place)
            } else if !isEmpty {
                depth += 1
                guard depth <= most else { return false }
            }
        }
        return true
    }

    /// Behind the next `mark`, or at the end.
    private static func end(of mark: String, _ bytes: [UInt8], _ start: Int) -> Int {
        let mark = Array(mark.utf8)
        var place = start
        while let found = bytes[place...].firstIndex(of: mark[0]) {
            let candidate = bytes[found...].prefix(mark.count)
            if candidate.count < mark.count { return bytes.count }
            if zip(candidate, mark).allSatisfy({ ($0 | ($0 >= 65 && $0 <= 90 ? 32 : 0)) == $1 }) {
                return found + mark.count
            }
            place = found + 1
        }
        return bytes.count
    }
}
