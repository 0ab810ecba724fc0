import Bytes
import Posts

/// What a person is told of one post that was read, from its JSON (`Schemas/post.schema.json`), in rows of name and value.
///
/// The values are from outside, and not escaped yet.
struct PostFacts {
    let rows: [(name: String, value: String)]
    /// `X post 20`
    let heading: String

    init(_ post: JSONValue) {
        let platform = post["platform"]?.string ?? ""
        let id = post["postId"]?.string
        let isPage = platform == Platform.web.rawValue
        let kind = isPage ? "Page" : (Platform(rawValue: platform)?.name ?? platform) + " post"
        heading = [kind, id].compactMap(\.self).joined(separator: " ")
        var rows: [(String, String)] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { rows.append((name, value)) }
        }
        if let gone = post["unavailable"] {
            add("Not there", gone["reason"]?.string ?? gone["status"].map(Self.text) ?? "the body says so")
        }
        add("By", Self.person(post["author"]))
        add("Posted", post["createdAt"]?.string ?? post["date"]?.string)
        add(
            "Edited",
            post["editedAt"]?.string ?? (post["edited"]?.bool == true ? "yes, no time is told" : nil))
        add("Its id says", Self.identifier(post["identifierTime"]))
        if let proof = post["authorProof"] {
            add(
                "Signature",
                [proof["state"]?.string, proof["words"]?.string].compactMap(\.self).joined(separator: ": "))
        }
        add("Address", post["url"]?.string)
        add("Title", post["title"]?.string)
        add("Warning", post["contentWarning"]?.string)
        add("Text", post["text"]?.string)
        add("On the page", post["visibleText"]?.string.map { "the text is \($0) in what the page showed" })
        add("Language", post["lang"]?.string)
        add("Place", post["place"]?.string)
        add("Reply to", Self.other(post["replyTo"]))
        add("Quotes", Self.other(post["quoted"]))
        add("Shares", Self.other(post["repostOf"]))
        add("From", Self.other(post["forwardedFrom"]))
        for one in post["media"]?.array ?? [] { add("Media", Self.media(one)) }
        if let poll = post["poll"] {
            let options = (poll["options"]?.array ?? []).map { option in
                [option["title"]?.string, (option["votes"] ?? option["percent"]).map(Self.text)]
                    .compactMap(\.self).joined(separator: ": ")
            }
            add("Poll", ([poll["question"]?.string].compactMap(\.self) + options).joined(separator: "; "))
        }
        let counts = (post["counts"]?.object ?? []).map { "\(Self.text($0.value)) \($0.name)" }
        add("Counts", counts.joined(separator: ", "))
        let comments = (post["comments"]?.array ?? []).count
        if comments > 0 { add("Comments", "\(comments) were read with it") }
        add("Labels", post["labels"].map(Self.text))
        add(
            "Read from",
            [post["record"]?.string, post["shape"]?.string].compactMap(\.self).joined(separator: ", form "))
        for witness in post["witnesses"]?.array ?? [] { add("Also in", Self.witness(witness)) }
        self.rows = rows
    }

    private static func person(_ author: JSONValue?) -> String? {
        guard let author else { return nil }
        var parts = [author["name"]?.string, author["handle"]?.string.map { "@" + $0 }].compactMap(\.self)
        if let id = author["id"].map(text) { parts.append("id \(id)") }
        if author["verified"]?.bool == true { parts.append("marked as verified") }
        return parts.joined(separator: ", ")
    }

    private static func identifier(_ check: JSONValue?) -> String? {
        guard let time = check?["time"]?.string else { return nil }
        switch check?["agrees"]?.bool {
        case true?: return "\(time), which agrees"
        case false?: return "\(time), which does NOT agree with the time stated"
        case nil: return time
        }
    }

    private static func other(_ post: JSONValue?) -> String? {
        guard let post else { return nil }
        if let text = post.string { return text }
        let who = person(post["author"]) ?? person(post)
        let what = post["text"]?.string.map { "“\($0)”" }
        return [who, post["url"]?.string ?? post["postId"]?.string, what].compactMap(\.self)
            .filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func media(_ one: JSONValue) -> String {
        let alt = one["alt"]?.string.flatMap { $0.isEmpty ? nil : "described as “\($0)”" }
        return [one["kind"]?.string, one["url"]?.string ?? one["name"]?.string, alt].compactMap(\.self)
            .joined(separator: ", ")
    }

    private static func witness(_ witness: JSONValue) -> String {
        let agree = witness["agree"]?.array?.count ?? 0
        let differ = witness["differ"]?.object ?? []
        let alone = witness["alone"]?.object ?? []
        var words = "\(witness["record"]?.string ?? ""): \(agree) fields the same"
        if !differ.isEmpty {
            words += "; different: " + differ.map { "\($0.name) = \(text($0.value))" }.joined(separator: ", ")
        }
        if !alone.isEmpty { words += "; only there: " + alone.map(\.name).joined(separator: ", ") }
        return words
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .array(let values): values.map(text).joined(separator: ", ")
        default: String(decoding: value.serialized(), as: UTF8.self)
        }
    }
}
