import Archive
import Bytes
import Evidence

/// `pages.jsonl` against the records.
enum PagesCheck {
    /// A response that is a page.
    struct Page {
        let id: RandomUUID
        let uri: String
        let date: Timestamp
    }

    private static let first = Array(
        "{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"Pages\"}".utf8)

    static func run(_ bundle: OpenBundle<some ByteSource>, pages: [Page], log: FindingLog) throws {
        guard let entry = bundle.entry(BundlePath.pages) else { return }
        var expected = pages[...]
        func differs(_ number: Int) {
            log.fail(
                "pages.differ", .altered, .index, at: "\(BundlePath.pages) line \(number)",
                "the line is not the one that the records give")
        }
        do {
            try LineStream.forEachLine(of: entry, in: bundle.source, maximumBytes: BundleLimits.lineBytes) {
                line, number in
                guard number > 1 else {
                    if !line.elementsEqual(first) { differs(number) }
                    return
                }
                guard let page = expected.popFirst(),
                    let title = try? JSONReader.parse(Array(line))["title"]?.string,
                    title.utf8.count <= BundleLimits.titleBytes
                else { return differs(number) }
                let rebuilt: JSONValue = [
                    "id": .string(page.id.text), "url": .string(page.uri), "ts": .string(page.date.text),
                    "title": .string(title),
                ]
                if !line.elementsEqual(rebuilt.serialized()) { differs(number) }
            }
        } catch is LineStream.Problem {
            log.fail(
                "pages.lines", .malformed, .index, at: BundlePath.pages,
                "the file is not lines of at most 64 KiB")
        }
        if let missing = expected.first {
            log.fail(
                "pages.missing", .altered, .index, at: BundlePath.pages,
                "the page \(SafeText.escaped(missing.uri)) has no line")
        }
    }
}
