public import Bytes
import Reading

/// Occasions in their order, by subject, with gaps and counts: what a course of conduct is argued from.
public struct Timeline {
    /// The occasions of one subject.
    public struct Subject {
        public let name: String
        public let occasions: [Occasion]
        /// Posts that differ, by when the platform says they were made.
        public let posts: [Occasion]
        /// Seconds between one post and the next.
        public let gaps: [Int64]
    }

    public let subjects: [Subject]
    private let occasions: [Occasion]
    private let texts = DatedTexts.occasions
    private static let headings = ["Time", "What", "Subject", "Content", "Since the post before", "File"]

    /// `hidesSensitive`: words of posts of marked exhibits do not stand in it.
    public init(_ bundles: [ReportedBundle], hidesSensitive: Bool = false) {
        let found = bundles.flatMap {
            Occasion.all(of: $0.summary, fileName: $0.label, hidesSensitive: hidesSensitive)
        }.sorted {
            ($0.time, $0.fileName) < ($1.time, $1.fileName)
        }
        // A report of which several captures were made is one.
        var reports: Set<String> = []
        let all = found.filter {
            $0.kind != .reported || reports.insert("\($0.subject)\n\($0.what)\n\($0.timeWords)").inserted
        }
        occasions = all
        var names: [String] = []
        for occasion in all where !names.contains(occasion.subject) { names.append(occasion.subject) }
        subjects = names.map { name in
            let own = all.filter { $0.subject == name }
            var seen: Set<String> = []
            let posts = own.filter { $0.kind == .posted && seen.insert($0.post ?? "").inserted }
            return Subject(
                name: name, occasions: own, posts: posts,
                gaps: zip(posts, posts.dropFirst()).map { $1.time.seconds - $0.time.seconds })
        }
    }

    /// A terminal's table.
    public var text: String {
        let rows = subjects.flatMap { subject in
            lines(of: subject).map { $0.map { TableText.cut($0, to: 44) } }
        }
        return TableText.columns([Self.headings] + rows) + "\n"
            + subjects.map { TableText.escaped(count($0)) + "\n" }.joined()
            + texts.text("rule") + " (" + texts.text("law") + ")\n"
    }

    public var commaSeparated: String {
        ([Self.headings] + subjects.flatMap { lines(of: $0) }).map(CommaSeparated.line).joined()
    }

    public func html(made: Timestamp) -> String {
        var page = ReportPage("Timeline", title: "\(occasions.count) occasions", made: made)
        page.body.paragraph(
            "Each bundle tells when its reported post was made, as the platform says; when it was captured, by the capturing machine’s clock; and when it was reported, as the report states. All times are in UTC; a day or minute without a zone stands as it was given."
        )
        page.body.heading(2, "Occasions by subject")
        page.body.table(
            "Different posts that were read, by account",
            ["Subject", "Posts", "On days", "First", "Last", "Longest gap"],
            subjects.map { subject in
                [
                    subject.name, String(subject.posts.count), String(days(subject)),
                    subject.posts.first?.timeWords ?? "none", subject.posts.last?.timeWords ?? "none",
                    subject.gaps.max().map { GapWords.text($0) } ?? "none",
                ]
            })
        page.body.paragraph("\(texts.text("rule")) (\(texts.text("law")).)")
        for subject in subjects {
            page.body.heading(2, subject.name)
            page.body.paragraph(count(subject))
            page.body.table(
                "In the order of time", Self.withoutSubject(Self.headings),
                lines(of: subject).map(Self.withoutSubject))
        }
        page.body.checks(texts)
        return page.html
    }

    /// Columns of a table that is about one subject.
    private static func withoutSubject(_ row: [String]) -> [String] {
        row.enumerated().filter { $0.offset != 2 }.map(\.element)
    }

    private func lines(of subject: Subject) -> [[String]] {
        var last: Occasion?
        var seen: Set<String> = []
        return subject.occasions.map { occasion in
            var gap = ""
            if occasion.kind == .posted {
                if !seen.insert(occasion.post ?? "").inserted {
                    gap = "the same post again"
                } else {
                    gap = last.map { GapWords.text(occasion.time.seconds - $0.time.seconds) } ?? "the first"
                    last = occasion
                }
            }
            return [
                occasion.timeWords, "\(occasion.kind.rawValue), \(occasion.kind.source)", subject.name,
                occasion.what, gap, occasion.fileName,
            ]
        }
    }

    private func days(_ subject: Subject) -> Int { Set(subject.posts.map { $0.time.text.prefix(10) }).count }

    private func count(_ subject: Subject) -> String {
        let posts = subject.posts.count
        return
            "\(subject.name): \(posts) different post\(posts == 1 ? "" : "s") on \(days(subject)) day\(days(subject) == 1 ? "" : "s")"
            + (posts >= 2 ? "." : "; two occasions are not shown by these files.")
    }
}
