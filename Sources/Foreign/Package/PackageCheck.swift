import Archive
import Bytes
import Hashing
import Verifier

/// A WACZ file of another maker (WACZ 1.1.1): the list of its files, the index, the pages, the signature.
struct PackageCheck<Source: ByteSource> {
    let container: ForeignContainer<Source>
    let options: VerifyOptions
    private var archives: [String: WARCCheck] = [:]

    private static var mostJSONBytes: Int { 64 << 20 }

    init(_ container: ForeignContainer<Source>, options: VerifyOptions) {
        self.container = container
        self.options = options
    }

    mutating func run(_ log: inout ForeignLog) throws {
        guard let sums = try container.sums(&log) else { return }
        guard let entry = container.entry("datapackage.json"),
            let package = try container.contents(entry, maximumBytes: 16 << 20)
        else {
            return log.add(
                Finding(
                    "foreign.package-missing", .failure(.malformed), .container, at: "datapackage.json",
                    "the list of files is missing, or cannot be read"))
        }
        let value: JSONValue
        do {
            value = try JSONReader.parse(package)
        } catch {
            return log.add(
                Finding(
                    "foreign.package-form", .failure(.malformed), .container, at: "datapackage.json",
                    "the list of files is no JSON that has one meaning: \(error)"))
        }
        try checkResources(value, sums, &log)
        try PackageSignature.check(container, package: package, value, options: options, log: &log)
        try checkArchives(&log)
        try checkIndex(&log)
        try checkPages(&log)
    }

    private func checkResources(
        _ package: JSONValue, _ sums: [String: (digest: SHA256Digest, bytes: Int)], _ log: inout ForeignLog
    ) throws {
        func wrong(_ code: String, _ kind: Finding.Kind, _ path: String, _ text: String) {
            log.add(
                Finding(code, .failure(kind), .completeness, at: SafeText.escaped(path, limit: 200), text))
        }
        guard let resources = package["resources"]?.array else {
            return wrong("foreign.package-form", .malformed, "datapackage.json", "it lists no files")
        }
        var listed: Set<String> = []
        for resource in resources {
            guard let path = resource["path"]?.string, let hash = resource["hash"]?.string else {
                wrong(
                    "foreign.package-form", .malformed, "datapackage.json",
                    "a file in the list has no path or no digest")
                continue
            }
            guard listed.insert(path).inserted else {
                wrong("foreign.listed-twice", .malformed, path, "the file is listed twice")
                continue
            }
            guard let found = sums[path] else {
                wrong("foreign.missing", .altered, path, "the file is listed and not there")
                continue
            }
            guard let stated = SHA256Digest(text: hash) else {
                wrong(
                    "foreign.digest-kind", .malformed, path,
                    "the digest in the list is no SHA-256, so it shows nothing")
                continue
            }
            if stated != found.digest {
                wrong(
                    "foreign.digest", .altered, path,
                    "the file is not the one that the list has the digest of")
            } else if let size = resource["bytes"], size.integer.map({ Int($0) }) != found.bytes {
                wrong(
                    "foreign.size", .malformed, path, "the list has another size for this file, or no number")
            }
        }
        let unlisted = container.entries.filter { entry in
            !entry.isFolder && !listed.contains(entry.name) && entry.name != "datapackage.json"
                && entry.name != "datapackage-digest.json"
        }
        for entry in unlisted {
            wrong("foreign.unlisted", .altered, entry.name, "the file is there and not listed")
        }
    }

    private mutating func checkArchives(_ log: inout ForeignLog) throws {
        let files = container.entries.filter { $0.name.hasPrefix("archive/") && !$0.isFolder }
        for entry in files {
            guard entry.isStored else {
                log.add(
                    Finding(
                        "foreign.archive-deflated", .failure(.malformed), .records,
                        at: SafeText.escaped(entry.name),
                        "an archive file is compressed a second time, so nothing in it can be found"))
                continue
            }
            var check = WARCCheck()
            try check.run(container.source, entry.dataOffset..<entry.dataEnd, name: entry.name, log: &log)
            archives[String(entry.name.dropFirst("archive/".count))] = check
        }
        if files.isEmpty {
            log.add(
                Finding("foreign.no-archive", .failure(.malformed), .records, "there is no archive file"))
        }
        let records = archives.values.reduce(0) { $0 + $1.records }
        let withDigest = archives.values.reduce(0) { $0 + $1.withDigest }
        WARCSummary.add(
            records: records, withDigest: withDigest, weak: archives.values.reduce(0) { $0 + $1.weak }, &log)
    }

    /// Every line leads to the record that it says, and every record has a line.
    private mutating func checkIndex(_ log: inout ForeignLog) throws {
        var found: [String: Set<Int>] = [:]
        var lines = 0
        let entries = container.entries.filter {
            $0.name.hasPrefix("indexes/")
                && [".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz"].contains(where: $0.name.hasSuffix)
        }
        guard !entries.isEmpty else {
            return log.add(
                Finding(
                    "foreign.no-index", .failure(.malformed), .index,
                    "there is no index, so a replay finds nothing"))
        }
        for entry in entries {
            let place = SafeText.escaped(entry.name, limit: 120)
            guard let text = try indexText(entry) else {
                log.add(
                    Finding(
                        "foreign.index-form", .failure(.malformed), .index, at: place,
                        "the index cannot be read"))
                continue
            }
            var last: ArraySlice<UInt8> = []
            for line in text.split(separator: 0x0A, omittingEmptySubsequences: true)
            where line.first != UInt8(ascii: "!") {
                lines += 1
                if line.lexicographicallyPrecedes(last) {
                    log.add(
                        Finding("foreign.index-order", .caveat, .index, at: place, "the lines are not sorted")
                    )
                }
                last = line
                guard let brace = line.firstIndex(of: UInt8(ascii: "{")),
                    let value = try? JSONReader.parse(Array(line[brace...]))
                else {
                    log.add(
                        Finding(
                            "foreign.index-form", .failure(.malformed), .index, at: place, "a line is no CDXJ"
                        ))
                    continue
                }
                compare(value, line[..<brace], place, &found, &log)
            }
        }
        var missing = 0
        for (name, check) in archives where check.isComplete {
            missing += check.places.count { $0.value.needsLine && found[name]?.contains($0.key) != true }
        }
        if missing > 0 {
            log.add(
                Finding(
                    "foreign.index-incomplete", .caveat, .index,
                    "\(missing) records have no line in the index: a replay does not show them"))
        }
    }

    private func compare(
        _ line: JSONValue, _ key: ArraySlice<UInt8>, _ place: String, _ found: inout [String: Set<Int>],
        _ log: inout ForeignLog
    ) {
        func number(_ name: String) -> Int? {
            line[name]?.integer.map { Int($0) } ?? line[name]?.string.flatMap { Int($0) }
        }
        guard let name = line["filename"]?.string, let offset = number("offset"),
            let url = line["url"]?.string
        else {
            return log.add(
                Finding(
                    "foreign.index-form", .failure(.malformed), .index, at: place,
                    "a line says not where its record is"))
        }
        let file = name.hasPrefix("archive/") ? String(name.dropFirst("archive/".count)) : name
        guard let check = archives[file], check.isComplete, !check.places.isEmpty else { return }
        found[file, default: []].insert(offset)
        let date = String(decoding: key.split(separator: 0x20).last ?? [], as: UTF8.self).prefix(14)
        guard let record = check.places[offset], record.uri == url,
            // Some count the two line ends after an uncompressed record, some do not.
            number("length").map({ $0 == record.length || !record.isMember && $0 == record.length - 4 })
                ?? true,
            record.date.hasPrefix(date) || date.hasPrefix(record.date)
        else {
            return log.add(
                Finding(
                    "foreign.index-differs", .failure(.altered), .index, at: place,
                    "the line of \(SafeText.escaped(url, limit: 120)) does not lead to a record that says the same"
                ))
        }
    }

    private func indexText(_ entry: ForeignEntry) throws -> [UInt8]? {
        guard let bytes = try container.contents(entry, maximumBytes: Self.mostJSONBytes) else { return nil }
        guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
        var text: [UInt8] = []
        var place = 0
        do {
            while place < bytes.count {
                let decoder = try ContentDecoder(.gzip)
                place += try unsafe bytes[place...].withUnsafeBytes { rest in
                    try unsafe decoder.append(rest) { part in
                        guard text.count + part.count <= Self.mostJSONBytes else { throw GzipError.size }
                        unsafe text += part
                    }
                }
                guard decoder.isComplete else { return nil }
            }
        } catch is GzipError {
            return nil
        }
        return text
    }

    private func checkPages(_ log: inout ForeignLog) throws {
        guard let entry = container.entry("pages/pages.jsonl") else {
            return log.add(
                Finding("foreign.no-pages", .failure(.malformed), .index, "there is no list of pages"))
        }
        guard let bytes = try container.contents(entry, maximumBytes: Self.mostJSONBytes) else {
            return log.add(
                Finding(
                    "foreign.pages-form", .failure(.malformed), .index,
                    "the list of pages is larger than can be meant"))
        }
        let known = Set(archives.values.flatMap { $0.places.values.map(\.uri) })
        var without = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: true) {
            guard let value = try? JSONReader.parse(Array(line)) else {
                log.add(
                    Finding(
                        "foreign.pages-form", .failure(.malformed), .index, at: "pages/pages.jsonl",
                        "a line is no JSON"))
                continue
            }
            guard let url = value["url"]?.string else { continue }
            let bare = url.split(separator: "#", maxSplits: 1).first.map(String.init) ?? url
            if !known.isEmpty, !known.contains(url), !known.contains(bare) { without += 1 }
        }
        if without > 0 {
            log.add(
                Finding(
                    "foreign.page-without-record", .caveat, .index,
                    "\(without) pages are listed that no record is of"))
        }
    }
}

/// What records of other makers have in common.
enum WARCSummary {
    static func add(records: Int, withDigest: Int, weak: Int, _ log: inout ForeignLog) {
        log.add(
            Finding("foreign.records", .note, .records, "\(records) records, \(withDigest) with a digest"))
        if records > 0, withDigest == 0 {
            log.add(
                Finding(
                    "foreign.no-digests", .caveat, .records,
                    "no record has a digest: a change inside one is not found"))
        }
        if weak > 0 {
            log.add(
                Finding(
                    "foreign.weak-digest", .caveat, .records,
                    "the digests of \(weak) records are SHA-1 or MD5: they find accidents, and prove nothing against somebody who wants to deceive"
                ))
        }
    }
}
