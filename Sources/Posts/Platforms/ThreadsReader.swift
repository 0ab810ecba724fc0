import Bytes

/// Threads: the state that its pages bring along, GraphQL answers with the same posts, and the public API.
enum ThreadsReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        let items = json["data"].items.filter { $0["permalink"].exists }
        if !items.isEmpty { return items.map(item) }
        if json["permalink"].exists, json["shortcode"].exists { return [item(json)] }
        return read(json)
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        let scripts = page.root.all { $0.tag == "script" && $0["type"] == "application/json" }
        let posts = scripts.compactMap { $0.json() }.flatMap(read)
        guard posts.isEmpty else { return posts }
        let address = PageTags(page)["og:url"]
        if let address, address.string.flatMap(AddressText.init)?.segments.first == "login" {
            var post = Post(.threads, shape: "threads-wall/1")
            post.unavailable[.reason] = Found("login", at: address.path)
            return [post]
        }
        return WebReader.posts(in: page, as: .threads, shape: "threads-html/1")
    }

    /// The public API of the platform.
    private static func item(_ node: JSONNode) -> Post {
        var post = Post(.threads, shape: "threads-api/1")
        post[.postId] = node["id"].id
        post[.shortcode] = node["shortcode"].word
        post[.url] = node["permalink"].word
        post.author[.id] = node["owner"]["id"].id
        post.author[.handle] = node["username"].word
        post[.createdAt] = node["timestamp"].time
        post[.text] = node["text"].text
        if let address = node["media_url"].word {
            var media = PostMedia()
            let kind: JSONValue = node["media_type"].string == "VIDEO" ? "video" : "image"
            media[.kind] = Found(kind, at: node["media_type"].path)
            media[.url] = address
            media[.poster] = node["thumbnail_url"].word
            media[.alt] = node["alt_text"].word
            post.media = [media]
        }
        return post
    }

    private static func read(_ json: JSONNode) -> [Post] {
        let groups = json.objects { $0["thread_items"].exists }
        let nodes = groups.flatMap { $0["thread_items"].items.map { $0["post"] } }.filter(MetaMedia.isMedia)
        let posts =
            (nodes.isEmpty
            ? json.objects { MetaMedia.isMedia($0) && $0["text_post_app_info"].exists } : nodes)
            .map { post($0) }
        // Posts of one author on one page, the first of which is no answer, are one thread.
        guard let first = posts.first, posts.count > 1 else { return posts }
        let own = posts.filter { $0.author[.handle]?.string == first.author[.handle]?.string }
        guard own.count > 1 else { return posts }
        let thread = own.map { post -> Post in
            var short = Post(.threads, shape: post.shape)
            for name in [Post.Field.postId, .text] { short[name] = post[name] }
            return short
        }
        return posts.enumerated().map { place, post in
            var post = post
            if place == 0 { post.thread = thread }
            return post
        }
    }

    private static func post(_ node: JSONNode, depth: Int = 0) -> Post {
        var post = MetaMedia.post(node, .threads, shape: "threads-post/1")
        let info = node["text_post_app_info"]
        if let code = post[.shortcode]?.string, let handle = post.author[.handle]?.string {
            post[.url] = Found(
                .string("https://www.threads.com/@\(handle)/post/\(code)"),
                at: "(from shortcode and author.handle)")
        }
        post.counts[.replies] = info["direct_reply_count"].count
        post.counts[.reposts] = info["repost_count"].count
        post.counts[.quotes] = info["quote_count"].count
        post[.link] = info["link_preview_attachment"]["url"].word
        post.card[.url] = post[.link]
        post.card[.title] = info["link_preview_attachment"]["title"].word
        if info["is_reply"].bool == true, info["reply_to_author"].exists {
            var other = Post(.threads, shape: post.shape)
            other.author[.handle] = info["reply_to_author"]["username"].word
            other.author[.id] = info["reply_to_author"]["id"].id
            post[.replyTo] = other
        }
        guard depth < 2 else { return post }
        for (relation, other) in [
            (Post.Relation.quoted, info["share_info"]["quoted_post"]),
            (.repostOf, info["share_info"]["reposted_post"]),
        ] where MetaMedia.isMedia(other) {
            post[relation] = Self.post(other, depth: depth + 1)
        }
        return post
    }
}
