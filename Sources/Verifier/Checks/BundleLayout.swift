import Archive
import Evidence

/// Which files a bundle has, in which order (bundle format, section 3).
struct BundleLayout {
    let archives: [ContainerEntry]
    let byName: [String: ContainerEntry]

    /// Sorts the entries; what breaks the order of the format is reported.
    init(_ entries: [ContainerEntry], log: FindingLog) {
        archives = entries.filter { $0.name.hasPrefix("archive/") }
        byName = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
        let names = entries.map(\.name)
        let present = Set(names)
        var expected = archives.indices.prefix(BundleLimits.archiveFiles).map { BundlePath.archive($0 + 1) }
        expected += BundlePath.listedInOrder.filter(present.contains)
        expected += names.filter(Self.isExtension).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        expected += [
            BundlePath.records, BundlePath.files, BundlePath.statement, BundlePath.signature,
            BundlePath.signatureValue,
        ]
        .filter(present.contains)
        let timestamps = names.filter { $0.hasPrefix(BundlePath.timestampPrefix) }
        expected += timestamps.indices.map {
            BundlePath.timestampPrefix + ($0 < 9 ? "0" : "") + "\($0 + 1).tst"
        }
        expected += [BundlePath.dataPackage, BundlePath.dataPackageDigest].filter(present.contains)
        for (place, name) in names.enumerated() where place >= expected.count || expected[place] != name {
            log.fail(
                "container.order", .malformed, .container, at: name,
                "this file is not allowed, or not in its place among the files of the bundle")
            break
        }
        let required =
            [
                BundlePath.archive(1), BundlePath.index, BundlePath.indexOfIndex, BundlePath.pages,
                BundlePath.capture,
            ]
            + [
                BundlePath.records, BundlePath.files, BundlePath.statement, BundlePath.signature,
                BundlePath.signatureValue,
            ]
            + [BundlePath.dataPackage, BundlePath.dataPackageDigest]
        for name in required where !present.contains(name) {
            log.fail(
                "container.missing", .altered, .completeness, at: name,
                "a file that every bundle has is missing")
        }
        if present.contains(BundlePath.escrow) != present.contains(BundlePath.masked) {
            log.fail(
                "container.missing", .altered, .completeness, "of escrow.p7m and masked.jsonl one is missing")
        }
        for entry in entries where entry.bytes == 0 {
            log.fail("container.empty-file", .malformed, .container, at: entry.name, "this file is empty")
        }
    }

    /// `evidence/ext-NAME-FILE`
    static func isExtension(_ name: String) -> Bool {
        guard name.hasPrefix(BundlePath.extensionPrefix) else { return false }
        let rest = name.dropFirst(BundlePath.extensionPrefix.count)
        guard let dash = rest.firstIndex(of: "-") else { return false }
        return dash > rest.startIndex && rest.index(after: dash) < rest.endIndex
    }

    /// Whether a file with this beginning, whose container cannot be read, was a bundle of ours: its first local header is.
    static func beginsAsBundle(_ start: [UInt8]) -> Bool {
        let model = ContainerLayout.localHeader(
            ContainerEntry(name: BundlePath.archive(1), crc: 0, bytes: 0, headerOffset: 0))
        return zip(model, start).enumerated().allSatisfy { place, pair in
            (14..<26).contains(place) || pair.0 == pair.1  // checksum and sizes differ from file to file
        }
    }
}
