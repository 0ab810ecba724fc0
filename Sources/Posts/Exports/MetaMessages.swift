import Bytes

/// Messages of Facebook and Instagram, which export them alike.
enum MetaMessages {
    static func message(_ node: JSONNode, _ header: [JSONMember], name: String) -> Post? {
        guard node["timestamp_ms"].exists else { return nil }
        let isInstagram = name.lowercased().contains("instagram")
        var post = Post(isInstagram ? .instagram : .facebook, shape: "meta-download-message/1")
        post.author[.name] = node["sender_name"].metaWord
        post[.createdAt] = node["timestamp_ms"].milliseconds
        post[.text] = node["content"].metaText
        post[.threadId] =
            header.first { $0.name == "thread_path" }.map { Found($0.value, at: "\(name)#/thread_path") }
            ?? Found(.string(folder(of: name)), at: "(from the file's name)")
        for (list, kind) in [
            ("photos", "image"), ("videos", "video"), ("audio_files", "audio"), ("gifs", "gif"),
            ("files", "file"),
        ] { post.media += node[list].items.map { file($0, kind) } }
        if node["is_unsent"].bool == true {
            post.unavailable[.reason] = Found("unsent by who wrote it", at: node["is_unsent"].path)
        }
        let share = node["share"]
        if share.exists {
            post[.link] = share["link"].word
            var other = Post(post.platform, shape: post.shape)
            other[.text] = share["share_text"].metaText
            other[.url] = share["link"].word
            other.author[.handle] = share["original_content_owner"].metaWord
            post[.quoted] = other
        }
        return post
    }

    private static func folder(of name: String) -> String {
        name.split(separator: "/").dropLast().last.map(String.init) ?? name
    }

    /// A file that the export names, a film where its name says so.
    static func file(_ node: JSONNode, _ kind: String) -> PostMedia {
        var media = PostMedia()
        let name = node["uri"].string?.lowercased() ?? ""
        let isVideo = name.hasSuffix(".mp4") || name.hasSuffix(".mov")
        media[.kind] = Found(.string(isVideo ? "video" : kind), at: node["uri"].path)
        media[.url] = node["uri"].word
        media[.alt] = node["description"].metaWord
        return media
    }
}
