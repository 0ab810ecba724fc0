import Bytes

/// `result.json` of Telegram's desktop program: one chat.
enum TelegramExport {
    static func message(_ node: JSONNode, chat: [JSONMember]) -> Post? {
        guard node["type"].exists, node["date_unixtime"].exists || node["date"].exists else { return nil }
        var post = Post(.telegram, shape: "telegram-export/1")
        let isService = node["type"].string == "service"
        post[.postId] = node["id"].id
        post[.threadId] = chat.first { $0.name == "id" }.flatMap { member in
            member.value.integer.map { Found(.string(String($0)), at: "result.json#/id") }
        }
        post[.createdAt] = node["date_unixtime"].seconds
        if post[.createdAt] == nil { post[.date] = node["date"].word }
        post[.editedAt] = node["edited_unixtime"].seconds
        post.author[.name] = node["from"].word ?? node["actor"].word
        post.author[.id] = node["from_id"].id ?? node["actor_id"].id
        post[.text] = text(node["text"])
        if isService {
            post[.labels] = Found(
                ["service message", .string(node["action"].string ?? "")], at: node["action"].path)
        }
        if let parent = node["reply_to_message_id"].id {
            var other = Post(.telegram, shape: post.shape)
            other[.postId] = parent
            post[.replyTo] = other
        }
        if let source = node["forwarded_from"].word {
            var other = Post(.telegram, shape: post.shape)
            other.author[.name] = source
            post[.forwardedFrom] = other
        }
        for (name, kind) in [("photo", "image"), ("file", "file")] {
            guard let file = node[name].word else { continue }
            var media = PostMedia()
            let type = node["media_type"].string ?? ""
            let known =
                type.contains("voice") || type.contains("audio")
                ? "audio" : type.contains("video") ? "video" : kind
            media[.kind] = Found(.string(known), at: node[name].path)
            // A file that was left out has a sentence in place of its name.
            if file.string?.hasPrefix("(") == true { media[.name] = file } else { media[.url] = file }
            if let seconds = node["duration_seconds"].integer {
                media[.durationMs] = Found(JSONValue(seconds * 1000), at: node["duration_seconds"].path)
            }
            post.media.append(media)
        }
        return post
    }

    /// A text, or pieces of one with marks.
    private static func text(_ node: JSONNode) -> Found? {
        if node.string != nil { return node.text }
        let pieces = node.items
        guard !pieces.isEmpty else { return nil }
        let joined = pieces.map { $0.string ?? $0["text"].string ?? "" }.joined()
        return Found(.string(joined), at: node.path)
    }
}
