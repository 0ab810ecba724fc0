import ArgumentParser
import Bytes
import Casework
import Custody
import CustodyEvents
import ForeignRecords
import Posts
import Reading
import Reporting
import Storage
import VerifyCommand

/// `exhibit posts`: the posts in bundles and other web archives.
struct PostsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posts",
        abstract:
            "Print the posts in bundles, in WACZ and WARC files of any maker, and in exports of platforms.",
        discussion: """
            Who posted what and when, as the recorded answers of the platforms say it, each with the record it was read \
            from. Where several records hold the same post, they are compared. A post is a reading of the records, and no \
            check of the file: for that see verify. An exhibit of the vault can be named by its reference, as SJ/1; that its \
            posts were looked at is noted in the custody log. Status 0: read. 65: a file could not be read to its end.
            """)

    @Argument(
        help: ArgumentHelp(
            "Bundles, web archives, exports as files, ZIP files or folders.", valueName: "FILE")) var files:
        [String]
    @Flag(help: "A table of comma-separated values.") var csv = false
    @Flag(help: "An array of posts, with the place of each value.") var json = false

    @OptionGroup var sensitive: SensitiveContent
    @OptionGroup(title: "Exhibits of the vault") var access: AccessOptions

    func validate() throws {
        if csv, json { throw ValidationError("give --csv or --json, not both") }
    }

    func run() throws {
        if csv { Output.write(PostTable.heading) }
        if json { Output.write("[") }
        var isFirst = true
        var isWhole = true
        var lines = ""
        func flush() {
            Output.write(lines)
            lines = ""
        }
        for argument in try access.read(files, .viewed) {
            let file = argument.path
            let shown = argument.shown
            let hidden = try sensitive.reasonToHide(argument, try? ReadableBundle(path: file))
            let summary: PostSource.Summary
            do {
                summary = try PostSource.read(path: file, withSources: json) { post in
                    guard hidden == nil else { return }
                    if csv {
                        lines += PostTable.line(post, file: Folder.name(of: file))
                        if lines.utf8.count > Self.mostHeldBytes { flush() }
                    } else if json {
                        Output.write((isFirst ? "\n" : ",\n") + SafeJSON.text(Self.named(post, file)))
                    } else {
                        Output.write(
                            (isFirst ? "" : "\n") + PostText.lines(post).joined(separator: "\n") + "\n")
                    }
                    isFirst = false
                }
            } catch let error as ArchivedFiles.Refused {
                throw CommandError(.badInput, "\(shown): is refused: \(error.description)")
            }
            flush()
            if let hidden { Output.say("\(shown): \(SensitiveContent.sentence(hidden))") }
            Output.say("\(shown): \(Counted.text(summary.posts, "post"))")
            for note in summary.notes.prefix(Self.mostNotes) {
                Output.say("\(shown): \(SafeText.escaped(note))")
            }
            isWhole = isWhole && summary.isWhole
        }
        if json { Output.write("\n]\n") }
        if !isWhole { throw ExitStatus.badInput.code }
    }

    private static let mostNotes = 50
    /// Lines are written in lots.
    private static let mostHeldBytes = 64 << 10

    private static func named(_ post: JSONValue, _ file: String) -> JSONValue {
        .object((post.object ?? []) + [JSONMember("file", .string(Folder.name(of: file)))])
    }

}
