import Archive
import Bytes
import Evidence
import Reading

/// Something in a bundle that can be withheld, as it is listed for who discloses.
public struct DisclosurePart: Sendable, Equatable {
    /// What it is called: the number of a record, `post` and a number, the path of a file.
    public let name: String
    /// `response`, `screenshot`, `post`, `file`
    public let kind: String
    /// Address or words; text from outside.
    public let about: String
    public let bytes: Int
}

extension Original {
    private static let kinds = [
        ("urn:view:", "screenshot"), ("urn:fullPage:", "screenshot"), ("urn:pdf:", "print"),
        ("urn:viewDOM:", "tree"),
        ("urn:dom:", "tree"), ("urn:text:", "text"), (RecordURI.connectionPrefix, "connection"),
    ]

    /// Records, posts and evidence files that can be named, in their order.
    public var parts: [DisclosurePart] {
        let records = records.dropFirst().map { record in
            let uri = record.line.uri ?? ""
            let kind = record.line.type == .resource ? Self.kinds.first { uri.hasPrefix($0.0) }?.1 : nil
            return DisclosurePart(
                name: String(record.number),
                kind: kind ?? (record.isPage ? "page" : record.line.type.rawValue),
                about: uri, bytes: record.blockBytes)
        }
        let posts = posts.enumerated().map { place, line in
            let post = try? JSONReader.parse(line)
            let about = ["postId", "url", "text"].compactMap { post?[$0]?.string }.joined(separator: " ")
            return DisclosurePart(name: "post \(place + 1)", kind: "post", about: about, bytes: line.count)
        }
        let fixed = DerivedFile.alwaysRemade + [BundlePath.capture, BundlePath.bracket, BundlePath.posts]
        let files = files.filter { !fixed.contains($0) }.map { path in
            DisclosurePart(
                name: path, kind: "file", about: "",
                bytes: bundle.entries.first { $0.name == path }?.bytes ?? 0)
        }
        return records + posts + files
    }
}
