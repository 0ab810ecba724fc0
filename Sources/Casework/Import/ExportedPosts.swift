import Archive
import Bytes
import Files
import Foreign
import ForeignRecords
public import Posts
import Storage

/// The posts and messages in what a platform or a person handed over: a file, a folder, or a ZIP file that stays unopened.
public enum ExportedPosts {
    /// A file that was looked at.
    public struct Reading: Sendable, Equatable {
        /// As it is called in what was handed over; text from outside.
        public let name: String
        /// In words, what it was read as; nil for what is kept and not read.
        public let form: String?
        public let posts: Int
        /// What could not be read, in plain English.
        public let problem: String?
    }

    /// Names that are a part of every export and hold nothing that could be read.
    private static let mostReadings = 10_000

    /// Reads a file or a ZIP file and hands its posts to `body` as they are found.
    ///
    /// Throws `ArchivedFiles.Refused` for a ZIP file that is a danger, and `FileError`.
    public static func read(
        path: String, name: String, context: inout ExportFile.Context, _ body: (Post) throws -> Void
    ) throws -> [Reading] {
        if let archive = try ArchivedFiles(path: path) {
            return try read(archive, &context, body)
        }
        guard let file = ExportFile(name: name) else {
            return [Reading(name: name, form: nil, posts: 0, problem: nil)]
        }
        return [try read(file, name: name, .file(FileSource(try OpenFile.reading(path))), &context, body)]
    }

    /// Where the bytes of a file come from.
    private enum Origin {
        case file(FileSource)
        case archive(ArchivedFiles)
    }

    private static func read(
        _ archive: ArchivedFiles, _ context: inout ExportFile.Context, _ body: (Post) throws -> Void
    ) throws -> [Reading] {
        var readings: [Reading] = []
        for name in ExportFile.inReadingOrder(archive.names, name: \.self) {
            let reading =
                try ExportFile(name: name).map {
                    try read($0, name: name, .archive(archive), &context, body)
                }
                ?? Reading(name: name, form: nil, posts: 0, problem: nil)
            if readings.count < mostReadings || reading.form != nil { readings.append(reading) }
        }
        return readings
    }

    private static func read(
        _ file: ExportFile, name: String, _ origin: Origin, _ context: inout ExportFile.Context,
        _ body: (Post) throws -> Void
    ) throws -> Reading {
        var file = file
        var count = 0
        func take(_ piece: UnsafeRawBufferPointer) throws {
            try unsafe file.append(piece, &context) { post in
                count += 1
                try body(post)
            }
        }
        var isWhole = true
        switch origin {
        case .file(let source):
            let size = try source.size()
            var place = 0
            while place < size, isWhole {
                let piece = try source.read(at: place, count: min(256 << 10, size - place))
                isWhole = !piece.isEmpty
                place += piece.count
                try unsafe piece.withUnsafeBytes { try unsafe take($0) }
            }
        case .archive(let archive): isWhole = try unsafe archive.read(name) { try unsafe take($0) }
        }
        let problem = try file.finish(&context) { post in
            count += 1
            try body(post)
        }
        return Reading(
            name: name, form: file.formName, posts: count,
            problem: isWhole ? problem : "it is damaged: it does not unfold to its end")
    }
}
