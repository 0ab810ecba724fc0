public import Bytes
import Evidence
import Foreign
import Posts
import Reading
import Sealing
import Storage

/// The posts in any file that may hold some: bundles, web archives of other makers, exports of platforms, folders of them.
public enum PostSource {
    /// How far a file could be read.
    public struct Summary: Sendable {
        public var posts = 0
        /// What was left out or not read, in plain English.
        public var notes: [String] = []
        /// Whether the file was read to its end.
        public var isWhole = true
    }

    /// Hands the posts of a file to `body`, as `Schemas/post.schema.json` has them.
    ///
    /// Without `withSources` the places of values may be left out. Throws `FileError` when it cannot be opened, and `ArchivedFiles.Refused`.
    public static func read(path: String, withSources: Bool = true, _ body: (JSONValue) throws -> Void) throws
        -> Summary
    {
        var summary = Summary()
        if Folder.isFolder(path) {
            var context = ExportFile.Context()
            for name in ExportFile.inReadingOrder(try PackedFolder(path).files, name: \.self) {
                try readExport(path: "\(path)/\(name)", name: name, withSources, &context, &summary, body)
            }
            return summary
        }
        // What was put into a bundle was read then: the records may be whole archives.
        if let bundle = try? ReadableBundle(path: path), (try? bundle.facts())?.engine == .pack {
            for post in try bundle.posts(maximum: .max) {
                summary.posts += 1
                try body(post)
            }
            return summary
        }
        let recorded = try RecordedPosts.read(path: path)
        guard recorded.isArchive else {
            var context = ExportFile.Context()
            try readExport(path: path, name: Folder.name(of: path), withSources, &context, &summary, body)
            return summary
        }
        for post in recorded.posts { try body(post.json) }
        summary.posts = recorded.posts.count
        summary.notes = recorded.notes + Set(recorded.unread.map(\.problem)).sorted()
        summary.isWhole = recorded.isWhole
        return summary
    }

    private static func readExport(
        path: String, name: String, _ withSources: Bool, _ context: inout ExportFile.Context,
        _ summary: inout Summary,
        _ body: (JSONValue) throws -> Void
    ) throws {
        var count = 0
        let readings = try ExportedPosts.read(path: path, name: name, context: &context) { post in
            count += 1
            try body(post.json(record: name, withSources: withSources))
        }
        summary.posts += count
        for reading in readings {
            if let problem = reading.problem {
                summary.notes.append("\(reading.name): \(problem)")
                summary.isWhole = false
            }
        }
        if !readings.contains(where: { $0.form != nil }) {
            summary.notes.append("\(name): is in no form that holds posts, as far as is known")
        }
    }
}
