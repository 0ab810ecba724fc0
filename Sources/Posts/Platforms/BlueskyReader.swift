import Bytes

/// Bluesky: views of posts that the AppView gives (lexicons `app.bsky.feed.*`).
enum BlueskyReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        if let reason = json["error"].word {
            var post = Post(.bluesky, shape: "bluesky-error/1")
            post.unavailable[.reason] = reason
            return [post]
        }
        if json["thread"].exists { return thread(json["thread"]) }
        let items = json["feed"].items
        if !items.isEmpty { return items.map(feedItem) }
        return json.objects(where: isView).map { view($0) }
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        WebReader.posts(in: page, as: .bluesky, shape: "bluesky-html/1")
    }

    private static func isView(_ node: JSONNode) -> Bool {
        node["uri"].exists && node["author"]["did"].exists && (node["record"].exists || node["value"].exists)
    }

    private static func gone(_ node: JSONNode) -> Post? {
        let type = node["$type"].string ?? ""
        let reason: (String, JSONNode)? =
            if node["notFound"].bool == true || type.hasSuffix("NotFound") {
                ("notFound", node["notFound"])
            } else if node["blocked"].bool == true || type.hasSuffix("Blocked") {
                ("blocked", node["blocked"])
            } else if node["detached"].bool == true || type.hasSuffix("Detached") {
                ("detached", node["detached"])
            } else { nil }
        guard let reason else { return nil }
        var post = Post(.bluesky, shape: "bluesky-view/1")
        post[.uri] = node["uri"].word
        post.unavailable[.reason] = Found(.string(reason.0), at: reason.1.path)
        return post
    }

    private static func thread(_ node: JSONNode) -> [Post] {
        if let gone = gone(node) { return [gone] }
        var focus = view(node["post"])
        var parents: [Post] = []
        var above = node["parent"]
        while above.exists, parents.count < 100 {
            parents.insert(gone(above) ?? view(above["post"]), at: 0)
            above = above["parent"]
        }
        if focus[.replyTo] == nil, let parent = parents.last { focus[.replyTo] = short(parent) }
        var replies: [Post] = []
        var open = node["replies"].items
        while !open.isEmpty, replies.count < 1000 {
            let reply = open.removeFirst()
            replies.append(gone(reply) ?? view(reply["post"]))
            open += reply["replies"].items
        }
        return [focus] + parents + replies
    }

    private static func short(_ post: Post) -> Post {
        var short = Post(.bluesky, shape: post.shape)
        for name in [Post.Field.postId, .uri] { short[name] = post[name] }
        short.author = post.author
        return short
    }

    private static func feedItem(_ item: JSONNode) -> Post {
        var post = view(item["post"])
        let by = item["reason"]["by"]
        if by.exists {
            var other = Post(.bluesky, shape: post.shape)
            setAuthor(&other, by)
            post[.repostedBy] = other
        }
        return post
    }

    private static func setAuthor(_ post: inout Post, _ author: JSONNode) {
        post.author[.id] = author["did"].word
        post.author[.handle] = author["handle"].word
        post.author[.name] = author["displayName"].word
        if author["verification"]["verifiedStatus"].string == "valid" {
            post.author[.verified] = Found(true, at: author["verification"]["verifiedStatus"].path)
        }
    }

    private static func view(_ node: JSONNode, depth: Int = 0) -> Post {
        var post = Post(.bluesky, shape: "bluesky-view/1")
        setAddress(&post, node["uri"].word)
        post[.cid] = node["cid"].word
        setAuthor(&post, node["author"])
        if let key = post.id, let handle = post.author[.handle]?.string ?? post.author[.id]?.string {
            post[.url] = Found(
                .string("https://bsky.app/profile/\(handle)/post/\(key)"), at: "(from uri and author)")
        }
        let record = node["record"].exists ? node["record"] : node["value"]
        post[.createdAt] = record["createdAt"].time
        post[.text] = record["text"].text
        post[.lang] = record["langs"][0].word
        setReply(&post, record["reply"])
        setLabels(&post, node, record)
        post.counts[.likes] = node["likeCount"].count
        post.counts[.reposts] = node["repostCount"].count
        post.counts[.replies] = node["replyCount"].count
        post.counts[.quotes] = node["quoteCount"].count
        post.counts[.bookmarks] = node["bookmarkCount"].count
        setEmbed(&post, node["embed"].exists ? node["embed"] : node["embeds"][0], depth: depth)
        return post
    }

    /// `at://DID/app.bsky.feed.post/KEY`
    private static func setAddress(_ post: inout Post, _ uri: Found?) {
        post[.uri] = uri
        post[.postId] = uri?.map { $0.split(separator: "/").last.map(String.init) }
    }

    private static func setReply(_ post: inout Post, _ reply: JSONNode) {
        guard reply.exists else { return }
        var other = Post(.bluesky, shape: post.shape)
        setAddress(&other, reply["parent"]["uri"].word)
        post[.replyTo] = other
        post[.threadId] = reply["root"]["uri"].word
    }

    private static func setLabels(_ post: inout Post, _ node: JSONNode, _ record: JSONNode) {
        let labels = (node["labels"].items + record["labels"]["values"].items).compactMap { $0["val"].string }
        if !labels.isEmpty {
            post[.labels] = Found(.array(labels.map(JSONValue.string)), at: node["labels"].path)
        }
    }

    private static func setEmbed(_ post: inout Post, _ embed: JSONNode, depth: Int) {
        guard embed.exists, depth < 3 else { return }
        let media = embed["media"].exists ? embed["media"] : embed
        post.media = media["images"].items.map { image in
            var one = PostMedia()
            one[.kind] = Found("image", at: image.path)
            one[.url] = image["fullsize"].word ?? image["thumb"].word
            one[.alt] = image["alt"].word
            one[.width] = image["aspectRatio"]["width"].count
            one[.height] = image["aspectRatio"]["height"].count
            return one
        }
        if media["playlist"].exists {
            var video = PostMedia()
            video[.kind] = Found("video", at: media["playlist"].path)
            video[.url] = media["playlist"].word
            video[.poster] = media["thumbnail"].word
            video[.alt] = media["alt"].word
            post.media.append(video)
        }
        let external = media["external"]
        if external.exists {
            post[.link] = external["uri"].word
            post.card[.url] = external["uri"].word
            post.card[.title] = external["title"].word
            post.card[.description] = external["description"].word
            post.card[.image] = external["thumb"].word
        }
        let record = embed["record"]["record"].exists ? embed["record"]["record"] : embed["record"]
        guard record.exists else { return }
        if let gone = gone(record) {
            post[.quoted] = gone
        } else if isView(record) {
            post[.quoted] = view(record, depth: depth + 1)
        }
    }
}
