public import Bytes

/// Posts that were read, as a table of comma-separated values (RFC 4180), a line each.
///
/// A cell that a spreadsheet would take for a formula begins with an apostrophe.
public enum PostTable {
    public static let heading = CommaSeparated.line([
        "file", "platform", "post id", "address", "posted (UTC)", "edited (UTC)", "author id", "handle",
        "name",
        "text", "language", "likes", "reposts", "replies", "quotes", "views", "media", "reply to",
        "quotes post",
        "not there", "record", "form",
    ])

    /// One post, from its JSON (`Schemas/post.schema.json`).
    public static func line(_ post: JSONValue, file: String) -> String {
        func text(_ value: JSONValue?) -> String {
            switch value {
            case .string(let text)?: text
            case nil, .null?: ""
            case let value?: String(decoding: value.serialized(), as: UTF8.self)
            }
        }
        let (author, counts) = (post["author"], post["counts"])
        let media = (post["media"]?.array ?? []).map { text($0["url"]) }.joined(separator: " ")
        func id(_ post: JSONValue?) -> JSONValue? { post?["postId"] ?? post?["url"] }
        return CommaSeparated.line([
            file, text(post["platform"]), text(post["postId"]), text(post["url"]),
            text(post["createdAt"] ?? post["date"]), text(post["editedAt"]), text(author?["id"]),
            text(author?["handle"]), text(author?["name"]), text(post["text"]), text(post["lang"]),
            text(counts?["likes"]), text(counts?["reposts"]), text(counts?["replies"]),
            text(counts?["quotes"]),
            text(counts?["views"]), media, text(id(post["replyTo"])), text(id(post["quoted"])),
            text(post["unavailable"]?["reason"] ?? post["unavailable"]?["status"]), text(post["record"]),
            text(post["shape"]),
        ])
    }
}
