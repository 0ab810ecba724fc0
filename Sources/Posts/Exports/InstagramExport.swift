import Bytes

/// "Download your information" of Instagram.
enum InstagramExport {
    /// A post: its files, and its caption with it or, when it has one file, with that.
    static func posts(_ node: JSONNode) -> [Post] {
        let files = node["media"].exists ? node["media"].items : node["uri"].exists ? [node] : []
        guard let first = files.first else { return [] }
        var post = Post(.instagram, shape: "instagram-download-post/1")
        post[.text] = node["title"].metaWord ?? first["title"].metaText
        post[.createdAt] = node["creation_timestamp"].seconds ?? first["creation_timestamp"].seconds
        post.media = files.map { MetaMessages.file($0, "image") }
        return [post]
    }

    static func comment(_ node: JSONNode) -> Post? {
        let map = node["string_map_data"]
        guard map["Comment"].exists else { return nil }
        var post = Post(.instagram, shape: "instagram-download-comment/1")
        post[.text] = map["Comment"]["value"].metaText
        post[.createdAt] = map["Time"]["timestamp"].seconds
        if let owner = map["Media Owner"]["value"].metaWord {
            var other = Post(.instagram, shape: post.shape)
            other.author[.handle] = owner
            post[.replyTo] = other
        }
        return post
    }
}
