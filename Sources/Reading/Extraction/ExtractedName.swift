import Bytes
import Evidence

/// Names of extracted files: made from a number and a kind, never from what stands in the bundle.
enum ExtractedName {
    /// Ends that no system takes for a program, by media type.
    private static let ends: [String: String] = [
        "text/html": "html", "application/xhtml+xml": "xhtml", "text/css": "css", "text/plain": "txt",
        "text/csv": "csv", "text/xml": "xml", "application/xml": "xml", "application/json": "json",
        "application/jsonl": "jsonl", "application/warc-fields": "txt", "application/pdf": "pdf",
        "application/pkcs7-signature": "p7s", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif",
        "image/webp": "webp", "image/avif": "avif", "image/svg+xml": "svg", "image/x-icon": "ico",
        "image/vnd.microsoft.icon": "ico", "video/mp4": "mp4", "video/webm": "webm", "video/mp2t": "m2ts",
        "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "font/woff": "woff",
        "font/woff2": "woff2",
        // Scripts get an end that is opened as text, not run.
        "text/javascript": "js.txt", "application/javascript": "js.txt", "application/x-javascript": "js.txt",
    ]

    /// What the program's own records are, by the beginning of their target URI (bundle format, section 4).
    private static let kinds = [
        (RecordURI.planSignature, "plan-signature"), (RecordURI.plan, "plan"),
        (RecordURI.connectionPrefix, "connection"), ("urn:exhibit:script:", "script"),
        ("urn:exhibit:file:", "file"), ("urn:view:", "view"), ("urn:viewDOM:", "view-dom"),
        ("urn:fullPage:", "full-page"), ("urn:pdf:", "pdf"), ("urn:dom:", "dom"), ("urn:text:", "text"),
    ]

    /// `000012-full-page.png`, `000013-response.html`
    static func payload(_ number: Int, _ line: RecordLine, mediaType: String?) -> String {
        let kind = line.type == .resource ? kinds.first { line.uri?.hasPrefix($0.0) == true }?.1 : nil
        let end = mediaType.flatMap { ends[$0.lowercased()] } ?? "bin"
        return "\(Digits.padded(number, 6))-\(kind ?? line.type.rawValue).\(end)"
    }

    /// `000012-response.http`: the block as it was recorded.
    static func block(_ number: Int, _ type: RecordType) -> String {
        "\(Digits.padded(number, 6))-\(type.rawValue).http"
    }

    /// `evidence-capture.json`; a file whose name the format leaves open gets a number instead.
    static func file(_ path: String, number: Int) -> String {
        let known =
            BundlePath.listedInOrder + [
                BundlePath.records, BundlePath.files, BundlePath.dataPackage, BundlePath.dataPackageDigest,
            ]
            + [BundlePath.signedStatement, BundlePath.originalStatement, BundlePath.derivation].flatMap {
                [$0.content, $0.signature, $0.signatureValue]
            }
        if path.hasPrefix(BundlePath.redactedPrefix),
            let record = Int(path.dropFirst(BundlePath.redactedPrefix.count).dropLast(4)),
            path == BundlePath.redacted(record)
        {
            return "\(Digits.padded(record, 6))-redacted.png"
        }
        guard known.contains(path) else { return "other-\(Digits.padded(number, 6)).bin" }
        return String(path.map { $0 == "/" ? "-" : $0 })
    }
}
