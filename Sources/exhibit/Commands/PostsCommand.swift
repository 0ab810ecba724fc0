import ArgumentParser
import Bytes
import Casework
import Posts
import Reporting
import Storage
import VerifyCommand

/// `exhibit posts`: the posts in bundles and other web archives.
struct PostsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "posts",
        abstract: "Print the posts that are in bundles, and in WACZ and WARC files of any maker.",
        discussion: """
            Who posted what and when, as the recorded answers of the platforms say it, each with the record it was read \
            from. Where several records hold the same post, they are compared. A post is a reading of the records, and no \
            check of the file: for that see verify. Status 0: read. 65: a file could not be read to its end.
            """)

    @Argument(help: ArgumentHelp("Bundles, WACZ or WARC files.", valueName: "FILE")) var files: [String]
    @Flag(help: "A table of comma-separated values.") var csv = false
    @Flag(help: "An array of posts, with the place of each value.") var json = false

    func validate() throws {
        if csv, json { throw ValidationError("give --csv or --json, not both") }
    }

    func run() throws {
        if csv { Output.write(PostTable.heading) }
        if json { Output.write("[") }
        var isFirst = true
        var isWhole = true
        for file in files {
            let found = try RecordedPosts.read(path: file)
            let shown = SafeText.escaped(file, limit: 4096)
            for post in found.posts.map(\.json) {
                if csv {
                    Output.write(PostTable.line(post, file: Folder.name(of: file)))
                } else if json {
                    Output.write((isFirst ? "\n" : ",\n") + SafeJSON.text(Self.named(post, file)))
                } else {
                    Output.write((isFirst ? "" : "\n") + PostText.lines(post).joined(separator: "\n") + "\n")
                }
                isFirst = false
            }
            Output.say(
                "\(shown): \(Self.count(found.posts.count, "post")) in \(Self.count(found.records, "record"))"
            )
            for note in found.notes { Output.say("\(shown): \(note)") }
            let forms = Set(found.unread.map(\.problem)).sorted()
            for form in forms { Output.say("\(shown): \(form)") }
            if found.notes.contains(where: { $0.hasPrefix("not all") }) { isWhole = false }
        }
        if json { Output.write("\n]\n") }
        if !isWhole { throw ExitStatus.badInput.code }
    }

    private static func named(_ post: JSONValue, _ file: String) -> JSONValue {
        .object((post.object ?? []) + [JSONMember("file", .string(Folder.name(of: file)))])
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }
}
