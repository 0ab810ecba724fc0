import Bytes

/// What a page says of itself in JSON-LD, with the words of schema.org.
enum LinkedData {
    private static let kinds: Set<String> = [
        "SocialMediaPosting", "DiscussionForumPosting", "BlogPosting", "NewsArticle", "Article",
        "VideoObject", "Comment",
        "ImageObject", "Photograph",
    ]

    /// Objects of a kind that is a post, outermost first.
    static func objects(in page: HTMLDocument) -> [JSONNode] {
        let scripts = page.root.all {
            $0.tag == "script" && $0["type"]?.hasPrefix("application/ld+json") == true
        }
        return scripts.compactMap { $0.json() }.flatMap { json in
            json.objects { node in type(node).map(kinds.contains) ?? false }
        }
    }

    static func type(_ node: JSONNode) -> String? { node["@type"].string ?? node["@type"][0].string }

    /// Fills what the post does not have yet.
    static func fill(_ post: inout Post, from node: JSONNode) {
        post.fields.fill(
            .createdAt, time(node["dateCreated"]) ?? time(node["datePublished"]) ?? time(node["uploadDate"]))
        if node["dateModified"].exists, let modified = time(node["dateModified"]),
            modified.value != post[.createdAt]?.value, type(node) != "VideoObject", post.platform == .web
        {
            post.fields.fill(.editedAt, modified)
        }
        post.fields.fill(.text, node["articleBody"].text ?? node["text"].text ?? node["description"].word)
        post.fields.fill(.title, node["headline"].word ?? node["name"].word)
        post.fields.fill(.lang, node["inLanguage"].word)
        if post.platform == .web {
            let page = node["mainEntityOfPage"]
            post.fields.fill(.url, node["url"].word ?? page["@id"].word ?? page.word)
        }
        let author = node["author"][0].exists ? node["author"][0] : node["author"]
        post.author.fill(.name, author["name"].word ?? author.word)
        post.author.fill(.id, author["identifier"].id)
        post.author.fill(.url, author["url"].word)
        post.author.fill(.handle, author["alternateName"].word?.map { String($0.drop { $0 == "@" }) })
        fillCounts(&post, node)
        if post.media.isEmpty { post.media = media(node) }
        if post.comments.isEmpty {
            post.comments = node["comment"].items.filter(\.exists).map { comment($0, of: post) }
        }
    }

    private static func time(_ node: JSONNode) -> Found? { node.string == nil ? nil : node.time }

    private static func fillCounts(_ post: inout Post, _ node: JSONNode) {
        let statistic = node["interactionStatistic"]
        for counter in statistic.items.isEmpty ? [statistic] : statistic.items {
            let type = counter["interactionType"].string ?? counter["interactionType"]["@type"].string ?? ""
            let names: [(String, Post.Count)] = [
                ("CommentAction", .replies), ("LikeAction", .likes), ("ShareAction", .reposts),
                ("WatchAction", .views), ("ViewAction", .views),
            ]
            for (name, count) in names where type.hasSuffix(name) {
                post.counts.fill(count, counter["userInteractionCount"].count)
            }
        }
        post.counts.fill(.replies, node["commentCount"].count)
    }

    private static func media(_ node: JSONNode) -> [PostMedia] {
        if type(node) == "VideoObject", let address = node["contentUrl"].word {
            var video = PostMedia()
            video[.kind] = Found("video", at: node["@type"].path)
            video[.url] = address
            video[.poster] = node["thumbnailUrl"].word ?? node["thumbnailUrl"][0].word
            return [video]
        }
        let images = node["image"].items.isEmpty ? [node["image"]] : node["image"].items
        return images.compactMap { image in
            guard let address = image.word ?? image["url"].word ?? image["contentUrl"].word else {
                return nil
            }
            var one = PostMedia()
            one[.kind] = Found("image", at: image.path)
            one[.url] = address
            one[.alt] = image["caption"].word
            return one
        }
    }

    private static func comment(_ node: JSONNode, of post: Post) -> Post {
        var comment = Post(post.platform, shape: post.shape)
        comment[.postId] = node["identifier"].id
        comment[.url] = node["url"].word
        comment[.createdAt] = time(node["dateCreated"]) ?? time(node["datePublished"])
        comment[.text] = node["text"].text
        comment.author[.name] = node["author"]["name"].word
        comment.author[.url] = node["author"]["url"].word
        fillCounts(&comment, node)
        return comment
    }
}
