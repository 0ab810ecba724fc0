import Bytes

/// Any site: what a page says of itself in JSON-LD, Open Graph, oEmbed and microformats.
enum WebReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        guard json["type"].exists, json["version"].exists, json["author_name"].exists || json["title"].exists
        else { return [] }
        var post = Post(.web, shape: "oembed/1")
        post[.title] = json["title"].word
        post[.url] = json["url"].word
        post.author[.name] = json["author_name"].word
        post.author[.url] = json["author_url"].word
        if json["type"].string == "photo", let address = json["url"].word {
            var image = PostMedia()
            image[.kind] = Found("image", at: json["type"].path)
            image[.url] = address
            post.media = [image]
        }
        return [post]
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        posts(in: page, as: .web, shape: "html/1")
    }

    static func posts(in page: HTMLDocument, as platform: Platform, shape: String) -> [Post] {
        let entries = page.root.all { $0.hasClass("h-entry") }
        if !entries.isEmpty { return entries.map { microformat($0, platform) } }
        var post = Post(platform, shape: shape)
        for node in LinkedData.objects(in: page).prefix(1) { LinkedData.fill(&post, from: node) }
        let tags = PageTags(page)
        let isPost =
            !post.isEmpty
            || ["article", "video", "post"].contains { kind in
                tags["og:type"]?.string?.hasPrefix(kind) == true
            }
        guard isPost else { return [] }
        fill(&post, from: tags)
        let canonical = page.root.first { $0.tag == "link" && $0["rel"] == "canonical" }
        post.fields.fill(.url, tags["og:url"] ?? canonical?.found("href"))
        if let language = page.root["lang"], !language.isEmpty {
            post.fields.fill(.lang, Found(.string(language), at: page.root.path + "/@lang"))
        }
        return [post]
    }

    /// Open Graph, cards, and plain names.
    private static func fill(_ post: inout Post, from tags: PageTags) {
        post.fields.fill(.title, tags.first("og:title", "twitter:title"))
        post.fields.fill(.text, tags.first("og:description", "description"))
        post.fields.fill(
            .createdAt, tags.first("article:published_time", "og:published_time", "date")?.map(PostTime.text))
        post.author.fill(.name, tags.first("author", "article:author"))
        guard post.media.isEmpty else { return }
        if let address = tags.first("og:video:secure_url", "og:video:url", "og:video") {
            var video = PostMedia()
            video[.kind] = Found("video", at: address.path)
            video[.url] = address
            video[.poster] = tags["og:image"]
            post.media = [video]
        } else if let address = tags.first("og:image:secure_url", "og:image") {
            var image = PostMedia()
            image[.kind] = Found("image", at: address.path)
            image[.url] = address
            image[.alt] = tags["og:image:alt"]
            post.media = [image]
        }
    }

    /// microformats2, `h-entry`
    private static func microformat(_ node: HTMLNode, _ platform: Platform) -> Post {
        var post = Post(platform, shape: "h-entry/1")
        post[.text] = (node.first(class: "e-content") ?? node.first(class: "p-summary"))?.text
        if let time = node.first(class: "dt-published") {
            post[.createdAt] = (time.found("datetime") ?? time.text)?.map(PostTime.text)
        }
        post[.editedAt] = node.first(class: "dt-updated")?.found("datetime")?.map(PostTime.text)
        let card = node.first(class: "p-author") ?? node.first(class: "h-card")
        // Names and addresses inside the card are the author's.
        func own(_ name: String) -> HTMLNode? {
            node.all(class: name).first { link in card.map { !link.path.hasPrefix($0.path + "/") } ?? true }
        }
        post[.title] = own("p-name")?.text
        post[.url] = own("u-url")?.found("href")
        post.author[.name] = card?.first(class: "p-name")?.text ?? card?.text
        post.author[.url] = card?.found("href") ?? card?.first(class: "u-url")?.found("href")
        for photo in node.all(class: "u-photo") where photo["src"] != nil {
            var image = PostMedia()
            image[.kind] = Found("image", at: photo.path)
            image[.url] = photo.found("src")
            image[.alt] = photo.found("alt")
            post.media.append(image)
        }
        if let parent = node.first(class: "u-in-reply-to")?.found("href") {
            var other = Post(platform, shape: post.shape)
            other[.url] = parent
            post[.replyTo] = other
        }
        return post
    }
}
