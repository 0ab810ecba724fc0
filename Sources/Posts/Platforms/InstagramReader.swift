import Bytes

/// Instagram: media of the private and the web API, GraphQL of both generations, pages with their state, and oEmbed.
enum InstagramReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        if json["status"].string == "fail", let reason = json["message"].word {
            var post = Post(.instagram, shape: "instagram-error/1")
            post.unavailable[.reason] = reason
            return [post]
        }
        if json["html"].exists, json["provider_name"].exists { return [oEmbed(json)].compactMap { $0 } }
        return read(json)
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        let scripts = page.root.all { $0.tag == "script" && $0["type"] == "application/json" }
        let posts = scripts.compactMap { $0.json() }.flatMap(read)
        return posts.isEmpty ? [tags(page)].compactMap { $0 } : posts
    }

    private static func read(_ json: JSONNode) -> [Post] {
        let media = json.objects { MetaMedia.isMedia($0) && $0["user"].exists }.map { node in
            MetaMedia.post(node, .instagram, shape: "instagram-media/1")
        }
        return media + json.objects(where: isGraph).map(graph)
    }

    // MARK: GraphQL before 2024

    private static func isGraph(_ node: JSONNode) -> Bool {
        node["shortcode"].exists && (node["display_url"].exists || node["edge_media_to_caption"].exists)
            && node["owner"].exists
    }

    private static func graph(_ node: JSONNode) -> Post {
        var post = Post(.instagram, shape: "instagram-graphql/1")
        post[.postId] = node["id"].id
        MetaMedia.setCode(&post, node["shortcode"].word)
        post.author[.id] = node["owner"]["id"].id
        post.author[.handle] = node["owner"]["username"].word
        post.author[.name] = node["owner"]["full_name"].word
        post.author[.verified] = node["owner"]["is_verified"].mark
        post[.createdAt] = node["taken_at_timestamp"].seconds
        post[.text] = node["edge_media_to_caption"]["edges"][0]["node"]["text"].text
        post[.place] = node["location"]["name"].word
        post.counts[.likes] =
            node["edge_media_preview_like"]["count"].count ?? node["edge_liked_by"]["count"].count
        post.counts[.replies] =
            node["edge_media_to_parent_comment"]["count"].count
            ?? node["edge_media_to_comment"]["count"].count
        post.counts[.views] = node["video_view_count"].count
        let children = node["edge_sidecar_to_children"]["edges"].items.map { $0["node"] }
        post.media = (children.isEmpty ? [node] : children).map(graphMedia)
        let comments =
            node["edge_media_to_parent_comment"].exists
            ? node["edge_media_to_parent_comment"] : node["edge_media_to_comment"]
        post.comments = comments["edges"].items.map { graphComment($0["node"]) }
        return post
    }

    private static func graphMedia(_ node: JSONNode) -> PostMedia {
        var media = PostMedia()
        let isVideo = node["is_video"].bool == true
        media[.kind] = Found(isVideo ? "video" : "image", at: node["is_video"].path)
        media[.url] = isVideo ? node["video_url"].word ?? node["display_url"].word : node["display_url"].word
        if isVideo { media[.poster] = node["display_url"].word }
        media[.alt] = node["accessibility_caption"].word
        media[.width] = node["dimensions"]["width"].count
        media[.height] = node["dimensions"]["height"].count
        return media
    }

    private static func graphComment(_ node: JSONNode) -> Post {
        var comment = Post(.instagram, shape: "instagram-graphql/1")
        comment[.postId] = node["id"].id
        comment[.text] = node["text"].text
        comment[.createdAt] = node["created_at"].seconds
        comment.author[.id] = node["owner"]["id"].id
        comment.author[.handle] = node["owner"]["username"].word
        comment.counts[.likes] = node["edge_liked_by"]["count"].count
        return comment
    }

    // MARK: What a page says of itself

    /// `298K likes, 553 comments - willyrex on May 29, 2021: "…". `, as pages in English have it.
    private static func tags(_ page: HTMLDocument) -> Post? {
        let tags = PageTags(page)
        guard let address = tags["og:url"], let parts = address.string.flatMap(AddressText.init) else {
            return nil
        }
        guard let place = parts.segments.firstIndex(where: { ["p", "reel", "tv", "reels"].contains($0) }),
            parts.segments.indices.contains(place + 1)
        else { return wall(parts, address) }
        var post = Post(.instagram, shape: "instagram-og/1")
        MetaMedia.setCode(&post, Found(.string(parts.segments[place + 1]), at: address.path))
        post[.url] = address
        if let title = tags["og:title"], let text = title.string,
            let mark = text.firstRange(of: " on Instagram: \"")
        {
            post.author[.name] = Found(.string(String(text[..<mark.lowerBound])), at: title.path)
            let words = text[mark.upperBound...]
            post[.text] = Found(
                .string(String(words.hasSuffix("\"") ? words.dropLast() : words)), at: title.path)
        }
        if let description = tags["og:description"] { setDescription(&post, description) }
        if let image = tags["og:image"] {
            var media = PostMedia()
            media[.kind] = Found("image", at: image.path)
            media[.url] = image
            if let video = tags["og:video"] {
                media[.kind] = Found("video", at: video.path)
                media[.url] = video
                media[.poster] = image
            }
            post.media = [media]
        }
        return post
    }

    private static func setDescription(_ post: inout Post, _ description: Found) {
        guard let text = description.string, let mark = text.firstRange(of: " - ") else { return }
        for part in text[..<mark.lowerBound].split(separator: ", ") {
            let words = part.split(separator: " ")
            guard words.count == 2 else { continue }
            let count: Post.Count? =
                words[1].hasPrefix("like") ? .likes : words[1].hasPrefix("comment") ? .replies : nil
            if let count { post.counts[count] = Found(.string(String(words[0])), at: description.path) }
        }
        let rest = text[mark.upperBound...]
        guard let on = rest.firstRange(of: " on ") else { return }
        post.author[.handle] = Found(.string(String(rest[..<on.lowerBound])), at: description.path)
        let date = rest[on.upperBound...].prefix { $0 != ":" }
        if let day = EnglishDate.day(String(date)) { post[.date] = Found(.string(day), at: description.path) }
    }

    private static func wall(_ parts: AddressText, _ address: Found) -> Post? {
        guard parts.segments.first == "accounts", parts.segments.dropFirst().first == "login" else {
            return nil
        }
        var post = Post(.instagram, shape: "instagram-wall/1")
        post.unavailable[.reason] = Found("login", at: address.path)
        return post
    }

    private static func oEmbed(_ json: JSONNode) -> Post? {
        guard let html = json["html"].string, let quote = (try? HTMLDocument(html))?.root.first("blockquote")
        else { return nil }
        var post = Post(.instagram, shape: "instagram-oembed/1")
        let place = "\(json["html"].path)#\(quote.path)/@data-instgrm-permalink"
        let segments = quote["data-instgrm-permalink"].flatMap(AddressText.init)?.segments ?? []
        if segments.count >= 2 { MetaMedia.setCode(&post, Found(.string(segments[1]), at: place)) }
        post.author[.handle] = json["author_name"].word
        post[.text] = json["title"].word
        return post
    }
}
