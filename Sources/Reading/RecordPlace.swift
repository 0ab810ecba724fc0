import Archive
public import Bytes
public import Evidence

/// A record of a bundle: its line, and where its member lies.
public struct RecordPlace: Sendable {
    /// Counted from 1, in the order of the lines.
    public let number: Int
    public let line: RecordLine
    /// Where in the file the member begins.
    package let offset: Int
}

extension ReadableBundle {
    /// Hands each record that is not withheld to `body`, in the order of the lines.
    ///
    /// Throws at the first line that is not of the format or whose member cannot be where it would have to be.
    public func forEachRecord(_ body: (RecordPlace) throws -> Void) throws {
        guard let entry = entry(named: BundlePath.records) else {
            throw ReadingError.missing(name: BundlePath.records)
        }
        let archives = Dictionary(
            entries.filter { $0.name.hasPrefix("archive/") }.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first })
        var number = 0
        let isDerived = isDerived
        var file = ""
        var place = 0
        try forEachLine(of: entry) { line in
            number += 1
            let malformed = { (rule: String) in
                ReadingError.malformed(place: "\(BundlePath.records) line \(number)", rule: rule)
            }
            guard number <= BundleLimits.records else {
                throw malformed("there are more records than the format allows")
            }
            if isDerived, WithheldLine.isMeant(by: line) { return }
            let parsed: RecordLine
            do {
                parsed = try RecordLine.parse(line)
            } catch {
                throw malformed("\(error)")
            }
            if parsed.file != file { (file, place) = (parsed.file, 0) }
            guard let archive = archives[file], parsed.bytes <= archive.bytes - place else {
                throw malformed("the record is not in the archive files")
            }
            try body(RecordPlace(number: number, line: parsed, offset: archive.offset + place))
            place += parsed.bytes
        }
    }

    /// The ids of the responses that are pages, as `pages.jsonl` lists them.
    public func pageIDs() throws -> Set<RandomUUID> {
        guard let entry = entry(named: BundlePath.pages) else {
            throw ReadingError.missing(name: BundlePath.pages)
        }
        var ids: Set<RandomUUID> = []
        try forEachLine(of: entry) { line in
            let value: JSONValue
            do {
                value = try JSONReader.parse(Array(line))
            } catch {
                throw ReadingError.malformed(place: BundlePath.pages, rule: "\(error)")
            }
            if let id = value["id"]?.string.flatMap({ RandomUUID($0) }), ids.count < BundleLimits.records {
                ids.insert(id)
            }
        }
        return ids
    }

    /// The first posts of `evidence/posts.jsonl`, in its order; none where there is no such file.
    public func posts(maximum: Int) throws -> [JSONValue] {
        guard let entry = entry(named: BundlePath.posts) else { return [] }
        var posts: [JSONValue] = []
        try forEachLine(of: entry) { line in
            guard posts.count < maximum else { return }
            do {
                posts.append(try JSONReader.parse(Array(line)))
            } catch {
                throw ReadingError.malformed(place: BundlePath.posts, rule: "\(error)")
            }
        }
        return posts
    }
}
