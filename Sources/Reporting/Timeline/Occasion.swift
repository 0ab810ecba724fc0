public import Bytes
import Evidence
import Posts
import Reading

/// Something that happened at a time: a post was made, captured or reported.
public struct Occasion: Sendable {
    public enum Kind: String, Sendable {
        case posted, captured, reported

        /// Who says when it was.
        var source: String {
            switch self {
            case .posted: "as the platform says"
            case .captured: "by the capturing machine’s clock"
            case .reported: "as the report states"
            }
        }
    }

    private static let mostReports = 200

    public let kind: Kind
    /// For the order; the beginning of the day where only a day is known.
    public let time: Timestamp
    /// As it stands in the source, where that is no exact time.
    let given: String?
    /// Whom it is about: the same for all posts of one account.
    public let subject: String
    let what: String
    let fileName: String
    /// The same for all captures of one post; nil for what is no post.
    let post: String?

    /// The time in UTC, or as it was given.
    var timeWords: String { given ?? time.text }

    /// What a bundle tells of its reported post; with a sentence in the place of its words where they are not to be shown.
    static func all(of summary: BundleSummary, fileName: String, hidesSensitive: Bool) -> [Occasion] {
        let post = summary.posts.first { $0["reported"]?.bool == true }
        let subject = post.map(subject) ?? "not read"
        let key = post.map { ($0["platform"]?.string ?? "") + " " + id($0) }
        var all: [Occasion] = []
        func add(_ kind: Kind, _ time: Timestamp, given: String? = nil, _ what: String) {
            all.append(
                Occasion(
                    kind: kind, time: time, given: given, subject: subject, what: what, fileName: fileName,
                    post: key))
        }
        if let post, let text = post["createdAt"]?.string, let time = Timestamp(text) {
            let words = post["text"]?.string ?? post["title"]?.string ?? post["url"]?.string ?? ""
            let hidden = hidesSensitive ? summary.sensitivity.map { "not shown here: \($0)" } : nil
            add(.posted, time, hidden ?? words)
        }
        let facts = summary.facts
        add(.captured, facts.window.begun, "\(facts.outcome.words): \(facts.target)")
        for report in summary.reports.prefix(Self.mostReports) {
            guard let text = report["received"]?.string, let (time, isExact) = moment(text) else { continue }
            add(.reported, time, given: isExact ? nil : text, "report \(report["reference"]?.string ?? "")")
        }
        return all
    }

    private static func id(_ post: JSONValue) -> String {
        post["postId"]?.string ?? post["url"]?.string ?? post["record"]?.string ?? ""
    }

    /// `X, Northgate Watch, @northgate_w, id 1600000000000000001`
    private static func subject(_ post: JSONValue) -> String {
        let platform = post["platform"]?.string ?? ""
        let author = post["author"]
        let parts = [
            Platform(rawValue: platform)?.name ?? platform, author?["name"]?.string,
            author?["handle"]?.string.map { "@" + $0 }, author?["id"]?.string.map { "id " + $0 },
        ].compactMap(\.self)
        return parts.count > 1 ? parts.joined(separator: ", ") : parts.joined() + ", author not read"
    }

    /// A time of a report: exact, or the day or minute that is known.
    private static func moment(_ text: String) -> (time: Timestamp, isExact: Bool)? {
        if let time = Timestamp(text) { return (time, true) }
        let full = text.utf8.count == 10 ? text + "T00:00:00Z" : text + ":00Z"
        return Timestamp(full).map { ($0, false) }
    }
}
