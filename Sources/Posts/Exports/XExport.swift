import Bytes

/// The archive that X hands to an account's owner.
enum XExport {
    static func owner(_ node: JSONNode, _ context: inout ExportFile.Context) {
        let account = node["account"]
        context.owner[.id] = account["accountId"].id
        context.owner[.handle] = account["username"].word
        context.owner[.name] = account["accountDisplayName"].word
    }

    static func post(_ node: JSONNode, _ context: ExportFile.Context, isDeleted: Bool) -> Post? {
        let tweet = node["tweet"].exists ? node["tweet"] : node
        guard tweet["id_str"].exists || tweet["id"].exists else { return nil }
        var post = Post(.x, shape: "x-archive-tweet/1")
        post[.postId] = tweet["id_str"].id ?? tweet["id"].id
        post.author = context.owner
        post[.createdAt] = tweet["created_at"].time
        post[.text] =
            tweet["full_text"].text?.map(EscapedText.decoded) ?? tweet["text"].text?.map(EscapedText.decoded)
        post[.lang] = tweet["lang"].word
        post.counts[.likes] = tweet["favorite_count"].count
        post.counts[.reposts] = tweet["retweet_count"].count
        if let id = post.id, let handle = context.owner[.handle]?.string {
            post[.url] = Found(
                .string("https://x.com/\(handle)/status/\(id)"), at: "(from postId and author.handle)")
        }
        if let parent = tweet["in_reply_to_status_id_str"].id {
            var other = Post(.x, shape: post.shape)
            other[.postId] = parent
            other.author[.handle] = tweet["in_reply_to_screen_name"].word
            other.author[.id] = tweet["in_reply_to_user_id_str"].id
            post[.replyTo] = other
        }
        let media =
            tweet["extended_entities"]["media"].exists
            ? tweet["extended_entities"]["media"] : tweet["entities"]["media"]
        post.media = media.items.map(medium)
        if isDeleted {
            post.unavailable[.reason] = tweet["deleted_at"].word.map {
                Found(.string("deleted at \($0.string ?? "")"), at: $0.path)
            }
        }
        return post
    }

    private static func medium(_ node: JSONNode) -> PostMedia {
        var media = PostMedia()
        let kinds = ["photo": "image", "video": "video", "animated_gif": "gif"]
        media[.kind] = Found(.string(kinds[node["type"].string ?? "photo"] ?? "image"), at: node["type"].path)
        let best = node["video_info"]["variants"].items.filter { $0["content_type"].string == "video/mp4" }
            .max {
                ($0["bitrate"].integer ?? 0) < ($1["bitrate"].integer ?? 0)
            }
        media[.url] = best?["url"].word ?? node["media_url_https"].word ?? node["media_url"].word
        if best != nil { media[.poster] = node["media_url_https"].word }
        return media
    }

    static func messages(_ node: JSONNode) -> [Post] {
        let conversation = node["dmConversation"]
        return conversation["messages"].items.compactMap { item in
            let message = item["messageCreate"]
            guard message.exists else { return nil }
            var post = Post(.x, shape: "x-archive-message/1")
            post[.postId] = message["id"].id
            post[.threadId] = conversation["conversationId"].id
            post.author[.id] = message["senderId"].id
            post[.createdAt] = message["createdAt"].time
            post[.text] = message["text"].text?.map(EscapedText.decoded)
            post.media = message["mediaUrls"].items.map { url in
                var media = PostMedia()
                media[.kind] = Found("file", at: url.path)
                media[.url] = url.word
                return media
            }
            return post
        }
    }
}
