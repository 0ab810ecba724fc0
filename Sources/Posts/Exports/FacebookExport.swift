import Bytes

/// "Download your information" of Facebook.
enum FacebookExport {
    static func post(_ node: JSONNode) -> Post? {
        guard node["timestamp"].exists else { return nil }
        var post = Post(.facebook, shape: "facebook-download-post/1")
        post[.createdAt] = node["timestamp"].seconds
        post[.title] = node["title"].metaWord
        post[.text] = node["data"].items.first { $0["post"].exists }?["post"].metaText
        post[.editedAt] =
            node["data"].items.first { $0["update_timestamp"].exists }?["update_timestamp"].seconds
        for data in node["attachments"].items.flatMap({ $0["data"].items }) {
            if data["media"].exists { post.media.append(MetaMessages.file(data["media"], "image")) }
            if let link = data["external_context"]["url"].word { post.fields.fill(.link, link) }
            if let place = data["place"]["name"].metaWord { post.fields.fill(.place, place) }
        }
        return post
    }

    static func comments(_ node: JSONNode) -> [Post] {
        node["data"].items.compactMap { data in
            let comment = data["comment"]
            guard comment.exists else { return nil }
            var post = Post(.facebook, shape: "facebook-download-comment/1")
            post[.createdAt] = comment["timestamp"].seconds ?? node["timestamp"].seconds
            post[.text] = comment["comment"].metaText
            post[.title] = node["title"].metaWord
            post.author[.name] = comment["author"].metaWord
            if let link = node["attachments"].items.flatMap({ $0["data"].items }).compactMap({
                $0["external_context"]["url"].word
            }).first {
                post[.link] = link
            }
            return post
        }
    }

    /// The same as pages. Their times are those of the person's settings, without a zone, and copied.
    static func posts(in page: HTMLDocument, name: String) -> [Post] {
        page.root.all(class: "_a6-g").map { node in
            var post = Post(.facebook, shape: "facebook-download-page/1")
            post[.title] = node.first(class: "_a6-h")?.text
            if let content = node.first(class: "_a6-p") {
                post[.text] = content.text
                for picture in content.all("img") where picture["src"] != nil {
                    var media = PostMedia()
                    media[.kind] = Found("image", at: picture.path)
                    media[.url] = picture.found("src")
                    post.media.append(media)
                }
            }
            post[.date] = node.first(class: "_a72d")?.text
            return post
        }
    }
}
