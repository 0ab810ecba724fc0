import Bytes

/// Reddit: listings of the API, oEmbed, and the pages of `shreddit`.
enum RedditReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        if json["html"].exists, json["provider_name"].string?.lowercased() == "reddit" {
            return [oEmbed(json)].compactMap { $0 }
        }
        if let error = json["error"].id, json["message"].exists {
            var post = Post(.reddit, shape: "reddit-error/1")
            post.unavailable[.status] = error
            post.unavailable[.reason] = json["reason"].word ?? json["message"].word
            return [post]
        }
        let json = body.address.contains("raw_json=1") ? json : unescaped(json)
        var posts = json.objects { isThing($0) && $0["kind"].string == "t3" }.map { submission($0["data"]) }
        let comments = json.objects { isThing($0) && $0["kind"].string == "t1" }
        let flat = comments.flatMap { [$0] + replies(of: $0) }.map { comment($0["data"]) }
        if posts.count == 1, !flat.isEmpty {
            posts[0].descendants = flat
            return posts + flat
        }
        return posts + flat
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        let elements = page.root.all("shreddit-post")
        return elements.isEmpty
            ? WebReader.posts(in: page, as: .reddit, shape: "reddit-html/1") : elements.map(element)
    }

    /// Without `raw_json=1` every text is escaped for HTML.
    private static func unescaped(_ json: JSONNode) -> JSONNode {
        JSONNode(json.value.map(unescaped), at: json.path)
    }

    private static func unescaped(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(EscapedText.decoded(text))
        case .array(let values): .array(values.map(unescaped))
        case .object(let members): .object(members.map { JSONMember($0.name, unescaped($0.value)) })
        default: value
        }
    }

    private static func isThing(_ node: JSONNode) -> Bool {
        ["t1", "t3"].contains(node["kind"].string) && node["data"]["id"].exists
    }

    private static func replies(of node: JSONNode) -> [JSONNode] {
        node["data"]["replies"].objects { isThing($0) && $0["kind"].string == "t1" }.flatMap {
            [$0] + replies(of: $0)
        }
    }

    private static func setCommon(_ post: inout Post, _ node: JSONNode) {
        post[.postId] = node["id"].id
        post[.fullname] = node["name"].word
        post[.createdAt] = node["created_utc"].seconds
        if node["edited"].number != nil { post[.editedAt] = node["edited"].seconds }
        post[.community] = node["subreddit"].word
        let author = node["author"]
        if author.string == "[deleted]" || author.value?.isNull == true {
            post[.authorDeleted] = Found(true, at: author.path)
        } else {
            post.author[.handle] = author.word
            post.author[.id] = node["author_fullname"].word
        }
        post[.removedBy] = node["removed_by_category"].word
        post.counts[.score] = node["score"].count
        post.counts[.upvoteRatio] = node["upvote_ratio"].number
    }

    /// `/r/NAME/comments/…`
    private static func address(_ permalink: JSONNode) -> Found? {
        permalink.word?.map { $0.hasPrefix("/") ? "https://www.reddit.com" + $0 : nil }
    }

    private static func submission(_ node: JSONNode, depth: Int = 0) -> Post {
        var post = Post(.reddit, shape: "reddit-t3/1")
        setCommon(&post, node)
        post[.url] = address(node["permalink"])
        post[.title] = node["title"].text
        post[.text] = node["selftext"].text
        post[.sensitive] = node["over_18"].mark
        post.counts[.replies] = node["num_comments"].count
        post.media = media(node)
        let parent = node["crosspost_parent_list"][0]
        if parent.exists, depth == 0 { post[.repostOf] = submission(parent, depth: 1) }
        let isSelf = node["is_self"].bool == true
        if !isSelf, post.media.isEmpty, let link = node["url_overridden_by_dest"].word ?? node["url"].word {
            post[.link] =
                link.string?.hasPrefix("/r/") == true ? link.map { "https://www.reddit.com" + $0 } : link
        }
        if node["poll_data"]["options"].exists {
            var poll = Poll()
            poll.fields[.votes] = node["poll_data"]["total_vote_count"].count
            poll.fields[.expiresAt] = node["poll_data"]["voting_end_timestamp"].milliseconds
            poll.options = node["poll_data"]["options"].items.map { option in
                var choice = FieldSet<Poll.Choice>()
                choice[.title] = option["text"].text
                choice[.votes] = option["vote_count"].count
                return choice
            }
            post.poll = poll
        }
        return post
    }

    private static func media(_ node: JSONNode) -> [PostMedia] {
        let video =
            node["secure_media"]["reddit_video"].exists
            ? node["secure_media"]["reddit_video"] : node["media"]["reddit_video"]
        if video.exists {
            var media = PostMedia()
            media[.kind] = Found(video["is_gif"].bool == true ? "gif" : "video", at: video.path)
            media[.url] = video["fallback_url"].word
            if let seconds = video["duration"].integer {
                media[.durationMs] = Found(JSONValue(seconds * 1000), at: video["duration"].path)
            }
            return [media]
        }
        let gallery = node["gallery_data"]["items"].items
        if !gallery.isEmpty { return gallery.map { galleryItem($0, node["media_metadata"]) } }
        let address = node["url_overridden_by_dest"].exists ? node["url_overridden_by_dest"] : node["url"]
        let path = address.string.flatMap(AddressText.init)?.path.lowercased() ?? ""
        let isPicture =
            node["post_hint"].string == "image"
            || [".jpg", ".jpeg", ".png", ".gif", ".webp"].contains(where: path.hasSuffix)
        guard isPicture, let found = address.word else { return [] }
        var media = PostMedia()
        media[.kind] = Found(path.hasSuffix(".gif") ? "gif" : "image", at: address.path)
        media[.url] = found
        return [media]
    }

    private static func galleryItem(_ item: JSONNode, _ metadata: JSONNode) -> PostMedia {
        var media = PostMedia()
        guard let id = item["media_id"].string else { return media }
        let source = metadata[id]["s"]
        let isAnimated = metadata[id]["e"].string == "AnimatedImage"
        media[.kind] = Found(isAnimated ? "gif" : "image", at: metadata[id]["e"].path)
        media[.url] = source["u"].word ?? source["gif"].word ?? source["mp4"].word
        media[.alt] = item["caption"].word
        return media
    }

    private static func comment(_ node: JSONNode) -> Post {
        var post = Post(.reddit, shape: "reddit-t1/1")
        setCommon(&post, node)
        post[.url] = address(node["permalink"])
        post[.text] = node["body"].text
        if let parent = node["parent_id"].word {
            var other = Post(.reddit, shape: post.shape)
            other[.postId] = parent
            post[.replyTo] = other
        }
        post[.threadId] = node["link_id"].word
        return post
    }

    private static func oEmbed(_ json: JSONNode) -> Post? {
        guard let html = json["html"].string, let page = try? HTMLDocument(html) else { return nil }
        var post = Post(.reddit, shape: "reddit-oembed/1")
        post[.title] = json["title"].word
        post.author[.handle] = json["author_name"].word
        for link in page.root.all("a") {
            guard let text = link["href"], let parts = AddressText(text), parts.segments.count >= 4,
                parts.segments[0] == "r", parts.segments[2] == "comments"
            else { continue }
            let place = "\(json["html"].path)#\(link.path)/@href"
            post[.postId] = Found(.string(parts.segments[3]), at: place)
            post[.community] = Found(.string(parts.segments[1]), at: place)
            post[.url] = Found(.string(text.prefix { $0 != "?" }.description), at: place)
            break
        }
        return post
    }

    private static func element(_ node: HTMLNode) -> Post {
        var post = Post(.reddit, shape: "reddit-shreddit/1")
        post[.fullname] = node.found("id")
        post[.postId] = node.found("id")?.map { $0.hasPrefix("t3_") ? String($0.dropFirst(3)) : $0 }
        post[.title] = node.found("post-title")
        post[.url] = node.found("permalink")?.map { $0.hasPrefix("/") ? "https://www.reddit.com" + $0 : $0 }
        post[.community] =
            node.found("subreddit-name")
            ?? node.found("subreddit-prefixed-name")?.map { String($0.dropFirst(2)) }
        post[.createdAt] = node.found("created-timestamp")?.map(PostTime.text)
        post.author[.handle] = node.found("author")
        post.author[.id] = node.found("author-id")
        for (name, count) in [("score", Post.Count.score), ("comment-count", .replies)] {
            if let value = node[name].flatMap({ Int64($0) }) {
                post.counts[count] = Found(JSONValue(value), at: "\(node.path)/@\(name)")
            }
        }
        post[.text] = node.first { $0["slot"] == "text-body" }?.text
        if node["post-type"] == "link" { post[.link] = node.found("content-href") }
        if node["post-type"] == "image", let address = node.found("content-href") {
            var media = PostMedia()
            media[.kind] = Found("image", at: node.path + "/@post-type")
            media[.url] = address
            post.media = [media]
        }
        return post
    }
}
