import Archive
import Evidence
import Files
import Foreign
import Hashing
import Storage
import Verifier

/// The page that verifies in a browser, as a file to check: a page that was swapped shows what whoever swapped it likes.
enum BrowserPage {
    /// How far a mark of HTML is looked for.
    private static let headBytes = 1024

    /// The verdict on a web page; nil for any other file. Throws `FileError` when it cannot be read.
    static func verdict(on path: String) throws -> Verdict? {
        let file = try OpenFile.reading(path)
        let source = FileSource(file)
        // What is also a container is judged as one.
        guard isHTML(try source.read(at: 0, count: min(source.size(), headBytes))),
            try !ForeignVerifier.holdsEndRecord(source)
        else { return nil }
        let digest = try FileDigest.sha256(of: file)
        var words = Verdict.Words()
        words.intact =
            "This is the page verify.html of exhibit \(SoftwareVersion.text), unchanged: it may be used to verify bundles."
        let isKnown = digest.text == BrowserPageDigest.known
        let finding =
            isKnown
            ? Finding("page.known", .note, .container, "its SHA-256 is \(digest.hex)")
            : Finding(
                "page.unknown", .unanchored, .container,
                "This is a web page, and not verify.html of exhibit \(SoftwareVersion.text): it may be of another version, or made to deceive. Do not rely on what it shows. Its SHA-256 is \(digest.hex)."
            )
        return Verdict.decide([finding], subject: Verdict.Subject(), words: words)
    }

    /// Whether a browser would take the file for a page when it has no name.
    private static func isHTML(_ head: [UInt8]) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = head.drop { $0 <= 0x20 || mark.contains($0) }.prefix(16).map { $0 | 0x20 }
        return ["<!doctype html", "<html", "<!--"].contains { text.starts(with: $0.utf8.map { $0 | 0x20 }) }
    }
}
