import Archive
import Bytes
import Evidence
import Hashing
import Transparency

/// `files.jsonl`: a line for each file, and the root of the lines.
struct FilesCheck {
    static func run(
        _ bundle: OpenBundle<some ByteSource>, _ statement: CaptureStatement, digests: FileDigests,
        log: FindingLog
    ) throws {
        guard let entry = bundle.entry(BundlePath.files) else { return }
        var expected = bundle.entries.prefix { $0.name != BundlePath.records }.filter {
            !$0.name.hasPrefix("archive/")
        }[...]
        var tree = MerkleTree()
        let place = { (number: Int) in "\(BundlePath.files) line \(number)" }
        do {
            try LineStream.forEachLine(of: entry, in: bundle.source, maximumBytes: BundleLimits.lineBytes) {
                line, number in
                tree.append(MerkleTree.leaf(Array(line)))
                let parsed: FileLine
                do throws(LineError) { parsed = try FileLine.parse(line) } catch {
                    log.fail("files.line-form", .malformed, .completeness, at: place(number), "\(error)")
                    return
                }
                guard let file = expected.popFirst(), file.name == parsed.path else {
                    log.fail(
                        "files.path", .altered, .completeness, at: place(number),
                        "the line is not that of the file in this place of the bundle")
                    return
                }
                if file.bytes != parsed.bytes || digests.digest(file.name) != parsed.digest {
                    log.fail(
                        "files.digest", .altered, .completeness, at: file.name,
                        "this file is not the one that was sealed: its digest or size is another")
                }
            }
        } catch is LineStream.Problem {
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
}
