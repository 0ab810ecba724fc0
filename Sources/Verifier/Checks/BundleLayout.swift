import Archive
import Evidence

/// Which files a bundle has, in which order (bundle format, section 3).
struct BundleLayout {
    let archives: [ContainerEntry]
    let byName: [String: ContainerEntry]
    /// Whether this is a disclosed part of another bundle (section 12).
    let isDerived: Bool

    /// Sorts the entries; what breaks the order of the format is reported.
    init(_ entries: [ContainerEntry], log: FindingLog) {
        archives = entries.filter { $0.name.hasPrefix("archive/") }
        byName = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
        let names = entries.map(\.name)
        let present = Set(names)
        isDerived = present.contains(BundlePath.derivation.content)
        let expected = isDerived ? Self.derived(names, present) : Self.whole(names, present)
        for (place, name) in names.enumerated() where place >= expected.count || expected[place] != name {
            log.fail(
                "container.order", .malformed, .container, at: name,
                "this file is not allowed, or not in its place among the files of the bundle")
            break
        }
        var required = [
            BundlePath.archive(1), BundlePath.index, BundlePath.indexOfIndex, BundlePath.pages,
            BundlePath.capture, BundlePath.records, BundlePath.files,
        ]
        for signed in Self.signed(isDerived) {
            required += [signed.content, signed.signature, signed.signatureValue]
        }
        required += [BundlePath.dataPackage, BundlePath.dataPackageDigest]
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

    /// The order of a whole bundle (section 3), as far as its names are those of one.
    private static func whole(_ names: [String], _ present: Set<String>) -> [String] {
        let archives = names.count { $0.hasPrefix("archive/") }
        return (0..<min(archives, BundleLimits.archiveFiles)).map { BundlePath.archive($0 + 1) }
            + BundlePath.listedInOrder.filter(present.contains)
            + names.filter(isExtension).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            + ending(names, present, isDerived: false)
    }

    /// The order of a derived one (section 12.1): archive files keep their numbers.
    private static func derived(_ names: [String], _ present: Set<String>) -> [String] {
        func numbered(_ prefix: String, _ maximum: Int, _ name: (Int) -> String) -> [String] {
            let numbers = names.filter { $0.hasPrefix(prefix) }.compactMap { name in
                Int(name.dropFirst(prefix.count).prefix { $0.isASCII && $0.isNumber })
            }
            return Set(numbers).filter { (1...maximum).contains($0) }.sorted().map(name)
        }
        return numbered("archive/data-", BundleLimits.archiveFiles, BundlePath.archive)
            + BundlePath.listedInOrder.filter {
                present.contains($0) && $0 != BundlePath.escrow && $0 != BundlePath.masked
            }
            + numbered(BundlePath.redactedPrefix, BundleLimits.records, BundlePath.redacted)
            + ending(names, present, isDerived: true)
    }

    private static func signed(_ isDerived: Bool) -> [BundlePath.Signed] {
        isDerived ? [BundlePath.originalStatement, BundlePath.derivation] : [BundlePath.signedStatement]
    }

    /// Lines, signed files and data package.
    private static func ending(_ names: [String], _ present: Set<String>, isDerived: Bool) -> [String] {
        var expected = [BundlePath.records, BundlePath.files]
        for signed in signed(isDerived) {
            expected += [signed.content, signed.signature, signed.signatureValue]
            let tokens = names.count { $0.hasPrefix(signed.timestampPrefix) }
            expected += (0..<tokens).map { signed.timestamp($0 + 1) }
        }
        expected += [BundlePath.dataPackage, BundlePath.dataPackageDigest]
        // Of tokens there are as many as there are; of the rest what is missing is told by itself.
        return expected.filter { present.contains($0) || $0.hasSuffix(".tst") }
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
