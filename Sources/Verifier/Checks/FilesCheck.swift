import Archive
import Evidence
import Hashing
import Transparency

/// `files.jsonl`: a line for each file, and the root of the lines.
enum FilesCheck {
    static func run<Source: ByteSource>(
        _ bundle: OpenBundle<Source>, _ statement: CaptureStatement, digests: FileDigests,
        log: FindingLog
    ) throws {
        guard let entry = bundle.entry(BundlePath.files) else { return }
        var expected = bundle.entries.prefix { $0.name != BundlePath.records }.filter {
            !$0.name.hasPrefix("archive/")
        }[...]
        var tree = MerkleTree()
        var lines = EntryLines(entry, in: bundle.source)
        do {
            while let line = try lines.next() {
                tree.append(MerkleTree.leaf(line))
                check(
                    line, expected.popFirst(), digests, place: "\(BundlePath.files) line \(lines.number)", log
                )
            }
        } catch is EntryLines<Source>.Problem {
            log.fail(
                "files.lines", .malformed, .completeness, at: BundlePath.files,
                "the file is not lines of at most 64 KiB")
        }
        if let missing = expected.first {
            log.fail(
                "files.path", .altered, .completeness, at: missing.name,
                "this file has no line in files.jsonl")
        }
        if tree.count != statement.files.count || tree.root != statement.files.root {
            log.fail(
                "files.root", .altered, .completeness, at: BundlePath.files,
                "the lines do not give the root that the statement signs")
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
