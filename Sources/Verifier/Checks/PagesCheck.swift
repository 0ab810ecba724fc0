import Archive
import Bytes
import Evidence

/// `pages.jsonl` against the records, both in their order.
struct PagesCheck<Source: ByteSource> {
    private let log: FindingLog
    private var lines: EntryLines<Source>?
    /// Why no further line is looked at.
    private var failure: (any Error)?
    private var isBegun = false

    init(_ bundle: OpenBundle<Source>, log: FindingLog) {
        self.log = log
        lines = bundle.entry(BundlePath.pages).map { EntryLines($0, in: bundle.source) }
    }

    /// The next response that is a page: the next line must be its own.
    mutating func expect(id: RandomUUID, uri: String, date: Timestamp) {
        begin()
        guard lines != nil else { return }
        guard let line = next() else {
            return log.fail(
                "pages.missing", .malformed, .index, at: BundlePath.pages,
                "the page \(SafeText.escaped(uri)) has no line")
        }
        let title = (try? JSONReader.parse(Array(line)))?["title"]?.string
        let rebuilt: JSONValue = [
            "id": .string(id.text), "url": .string(uri), "ts": .string(date.text),
            "title": JSONValue(title),
        ]
        if title?.utf8.count ?? .max > BundleLimits.titleBytes || !line.elementsEqual(rebuilt.serialized()) {
            differs()
        }
    }

    /// After the last record. Throws what reading threw.
    mutating func finish() throws {
        begin()
        if next() != nil { differs() }
        if failure is EntryLines<Source>.Problem {
            log.fail(
                "pages.lines", .malformed, .index, at: BundlePath.pages,
                "the file is not lines of at most 64 KiB")
        } else if let failure {
            throw failure
        }
    }

    /// The first line is the same in all bundles.
    private mutating func begin() {
        guard !isBegun, lines != nil else { return }
        isBegun = true
        let first = #"{"format":"json-pages-1.0","id":"pages","title":"Pages"}"#
        if next()?.elementsEqual(first.utf8) != true { differs() }
    }

    private mutating func next() -> ArraySlice<UInt8>? {
        guard failure == nil else { return nil }
        do {
            return try lines?.next()
        } catch {
            failure = error
            return nil
        }
    }

    private func differs() {
        log.fail(
            "pages.differ", .malformed, .index, at: "\(BundlePath.pages) line \(lines?.number ?? 0)",
            "the line is not the one that the records give")
    }
}
