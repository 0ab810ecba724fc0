import Archive
import Evidence
import Hashing
import Transparency

/// `files.jsonl`: a line for each file, and the root of the lines.
enum FilesCheck {
    static func run<Source: ByteSource>(
        _ bundle: OpenBundle<Source>, _ statement: CaptureStatement, _ derivation: Derivation?,
        digests: FileDigests, log: FindingLog
    ) throws {
        guard let entry = bundle.entry(BundlePath.files) else { return }
        let new = Set(derivation?.new.map(\.path) ?? [])
        let all = bundle.entries.prefix { $0.name != BundlePath.records }.filter {
            !$0.name.hasPrefix("archive/")
        }
        // The lines of the original come first, whatever the place of a new file in the container.
        var expected = all.filter { !new.contains($0.name) }[...]
        var made = all.filter { new.contains($0.name) }[...]
        if let derivation, !made.map(\.name).elementsEqual(derivation.new.map(\.path)) {
            log.fail(
                "derivation.new-differs", .altered, .completeness, at: BundlePath.derivation.content,
                "the new files are not those that the derivation lists, or not in their order")
        }
        var tree = MerkleTree()
        var original = TreeHead(count: 0, root: tree.root)
        var withheld = WithheldLeaves(.files, derivation, log)
        var lines = EntryLines(entry, in: bundle.source)
        do {
            while let line = try lines.next() {
                let place = "\(BundlePath.files) line \(lines.number)"
                let isOriginal = lines.number <= statement.files.count
                let leaf = isOriginal ? withheld.leaf(line, number: lines.number, at: place) : nil
                tree.append(leaf ?? MerkleTree.leaf(line))
                if isOriginal { original = TreeHead(count: tree.count, root: tree.root) }
                guard leaf == nil else { continue }
                let isNew = derivation != nil && !isOriginal
                check(line, isNew ? made.popFirst() : expected.popFirst(), digests, place: place, log)
            }
        } catch is EntryLines<Source>.Problem {
            log.fail(
                "files.lines", .malformed, .completeness, at: BundlePath.files,
                "the file is not lines of at most 64 KiB")
        }
        if let missing = expected.first ?? made.first {
            log.fail(
                "files.path", .altered, .completeness, at: missing.name,
                "this file has no line in files.jsonl")
        }
        let head = TreeHead(count: tree.count, root: tree.root)
        if original != statement.files || head != derivation?.files ?? statement.files {
            log.fail(
                "files.root", .altered, .completeness, at: BundlePath.files,
                "the lines do not give the root that is signed")
        }
    }

    private static func check(
        _ line: ArraySlice<UInt8>, _ file: ContainerEntry?, _ digests: FileDigests, place: String,
        _ log: FindingLog
    ) {
        let parsed: FileLine
        do throws(LineError) { parsed = try FileLine.parse(line) } catch {
            return log.fail("files.line-form", .malformed, .completeness, at: place, "\(error)")
        }
        guard let file, file.name == parsed.path else {
            return log.fail(
                "files.path", .altered, .completeness, at: place,
                "the line is not that of the file in this place of the bundle")
        }
        if file.bytes != parsed.bytes || digests.digest(file.name) != parsed.digest {
            log.fail(
                "files.digest", .altered, .completeness, at: file.name,
                "this file is not the one that was sealed: its digest or size is another")
        }
    }
}
