import Bytes

/// TikTok: the state that a page brings along, API answers with the same items, and oEmbed.
enum TikTokReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        if json["html"].exists, json["author_url"].exists { return [oEmbed(json)].compactMap { $0 } }
        if let gone = gone(json) { return [gone] }
        return json.objects(where: isItem).map(item)
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        for id in [
            "__UNIVERSAL_DATA_FOR_REHYDRATION__", "SIGI_STATE", "sigi-persisted-data", "__NEXT_DATA__",
        ] {
            guard let json = page.root.first(id: id)?.json() else { continue }
            let detail = json["__DEFAULT_SCOPE__"]["webapp.video-detail"]
            if let gone = gone(detail) { return [gone] }
            let items = json.objects(where: isItem)
            if !items.isEmpty { return items.map(item) }
        }
        return WebReader.posts(in: page, as: .tiktok, shape: "tiktok-html/1")
    }

    private static func isItem(_ node: JSONNode) -> Bool {
        node["desc"].exists && node["createTime"].exists && node["id"].exists && node["author"].exists
    }

    /// A status other than 0 says that there is nothing to see, in the words of the platform.
    private static func gone(_ node: JSONNode) -> Post? {
        guard let code = node["statusCode"].integer, code != 0 else { return nil }
        var post = Post(.tiktok, shape: "tiktok-detail/1")
        post.unavailable[.status] = node["statusCode"].count
        post.unavailable[.reason] = node["statusMsg"].word
        return post
    }

    private static func item(_ node: JSONNode) -> Post {
        var post = Post(.tiktok, shape: "tiktok-item/1")
        post[.postId] = node["id"].id
        let author = node["author"]
        post.author[.id] = author["id"].id ?? node["authorId"].id
        post.author[.handle] = author["uniqueId"].word ?? author.word
        post.author[.name] = author["nickname"].text ?? node["nickname"].text
        post.author[.verified] = author["verified"].mark
        let pictures = node["imagePost"]["images"].items
        if let id = post.id, let handle = post.author[.handle]?.string {
            let kind = pictures.isEmpty ? "video" : "photo"
            post[.url] = Found(
                .string("https://www.tiktok.com/@\(handle)/\(kind)/\(id)"),
                at: "(from postId and author.handle)")
        }
        post[.createdAt] = node["createTime"].seconds
        post[.text] = node["desc"].text
        post[.lang] = node["textLanguage"].word
        post[.place] = node["poi"]["name"].word
        let exact = node["statsV2"]
        let stats = node["stats"]
        for (name, count) in [
            ("diggCount", Post.Count.likes), ("shareCount", .reposts), ("commentCount", .replies),
            ("playCount", .views),
            ("collectCount", .bookmarks),
        ] { post.counts[count] = stats[name].count ?? exact[name].count }
        post.media = pictures.isEmpty ? video(node["video"]) : pictures.map(picture)
        return post
    }

    private static func picture(_ node: JSONNode) -> PostMedia {
        var media = PostMedia()
        media[.kind] = Found("image", at: node.path)
        media[.url] = node["imageURL"]["urlList"][0].word ?? node["displayImage"]["urlList"][0].word
        media[.width] = node["imageWidth"].count
        media[.height] = node["imageHeight"].count
        return media
    }

    private static func video(_ node: JSONNode) -> [PostMedia] {
        guard let address = node["playAddr"].word ?? node["downloadAddr"].word else { return [] }
        var media = PostMedia()
        media[.kind] = Found("video", at: node.path)
        media[.url] = address
        media[.poster] = node["cover"].word ?? node["originCover"].word
        if let seconds = node["duration"].integer {
            media[.durationMs] = Found(JSONValue(seconds * 1000), at: node["duration"].path)
        }
        media[.width] = node["width"].count
        media[.height] = node["height"].count
        return [media]
    }

    private static func oEmbed(_ json: JSONNode) -> Post? {
        var post = Post(.tiktok, shape: "tiktok-oembed/1")
        post[.text] = json["title"].text
        post.author[.name] = json["author_name"].text
        post.author[.handle] =
            json["author_unique_id"].word
            ?? json["author_url"].word?.map {
                AddressText($0)?.segments.first.map { String($0.drop { $0 == "@" }) }
            }
        if let html = json["html"].string, let quote = (try? HTMLDocument(html))?.root.first("blockquote") {
            let path = "\(json["html"].path)#\(quote.path)"
            post[.url] = quote["cite"].map { Found(.string($0), at: path + "/@cite") }
            post[.postId] = quote["data-video-id"].map { Found(.string($0), at: path + "/@data-video-id") }
        }
        if let address = json["thumbnail_url"].word {
            var media = PostMedia()
            media[.kind] = Found("image", at: address.path)
            media[.url] = address
            media[.width] = json["thumbnail_width"].count
            media[.height] = json["thumbnail_height"].count
            post.media = [media]
        }
        return post
    }
}
