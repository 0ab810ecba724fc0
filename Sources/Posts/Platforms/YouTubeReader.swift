import Bytes

/// YouTube: answers of the player and of its companions, the state of watch pages, comments, oEmbed, and pages of 2014.
enum YouTubeReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        if json["html"].exists, json["author_url"].exists { return [oEmbed(json)].compactMap { $0 } }
        if json.value == .object([]) {
            var post = Post(.youtube, shape: "youtube-empty/1")
            post.unavailable[.reason] = Found("empty response", at: json.path)
            return [post]
        }
        let player = json["playerResponse"].exists ? json["playerResponse"] : json
        var posts = [Self.player(player)].compactMap { $0 }
        let comments = comments(in: json)
        if !comments.isEmpty {
            if posts.isEmpty { posts = [Post(.youtube, shape: "youtube-comments/1")] }
            posts[0].comments = comments
        }
        return posts
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        var posts: [Post] = []
        for script in page.root.all("script") {
            let text = script.rawText
            if let json = EmbeddedJSON.value(after: "ytInitialPlayerResponse", in: text) {
                posts += [player(JSONNode(json, at: script.path + "#ytInitialPlayerResponse"))].compactMap {
                    $0
                }
            }
            if let json = EmbeddedJSON.value(after: "ytInitialData", in: text), !posts.isEmpty {
                posts[0].comments = comments(in: JSONNode(json, at: script.path + "#ytInitialData"))
            }
        }
        return posts.isEmpty ? [microdata(page)].compactMap { $0 } : posts
    }

    private static func setID(_ post: inout Post, _ id: Found?) {
        post[.postId] = id
        post[.url] = id?.map { "https://www.youtube.com/watch?v=\($0)" }
    }

    private static func player(_ node: JSONNode) -> Post? {
        let details = node["videoDetails"]
        let format = node["microformat"]["playerMicroformatRenderer"]
        let state = node["playabilityStatus"]
        guard details.exists || format.exists else {
            guard let status = state["status"].word, status.string != "OK" else { return nil }
            var post = Post(.youtube, shape: "youtube-player/1")
            post.unavailable[.status] = status
            post.unavailable[.reason] = state["reason"].word ?? state["messages"][0].word
            return post
        }
        var post = Post(.youtube, shape: "youtube-player/1")
        setID(&post, details["videoId"].word ?? format["externalVideoId"].word)
        post.author[.id] = details["channelId"].word ?? format["externalChannelId"].word
        post.author[.name] = details["author"].word ?? format["ownerChannelName"].word
        post.author[.handle] = format["ownerProfileUrl"].word?.map { address in
            AddressText(address)?.segments.first.flatMap { $0.hasPrefix("@") ? String($0.dropFirst()) : nil }
        }
        post[.createdAt] = format["publishDate"].time ?? format["uploadDate"].time
        if post[.createdAt] == nil { post[.date] = format["publishDate"].word ?? format["uploadDate"].word }
        post[.title] = details["title"].text ?? format["title"]["simpleText"].text
        post[.text] = details["shortDescription"].text ?? format["description"]["simpleText"].text
        post[.durationSeconds] = details["lengthSeconds"].count ?? format["lengthSeconds"].count
        post[.live] = format["liveBroadcastDetails"]["isLiveNow"].mark ?? details["isLive"].mark
        post.counts[.views] = details["viewCount"].count ?? format["viewCount"].count
        post.counts[.likes] = format["likeCount"].count
        let own = format["thumbnail"]["thumbnails"].items
        let thumbnails = own.isEmpty ? details["thumbnail"]["thumbnails"].items : own
        if let best = thumbnails.max(by: { ($0["width"].integer ?? 0) < ($1["width"].integer ?? 0) }) {
            var media = PostMedia()
            media[.kind] = Found("image", at: best.path)
            media[.url] = best["url"].word
            post.media = [media]
        }
        if let status = state["status"].word,
            !["OK", "LIVE_STREAM_OFFLINE", "CONTENT_CHECK_REQUIRED"].contains(status.string)
        {
            post.unavailable[.status] = status
            post.unavailable[.reason] = state["reason"].word
        }
        return post
    }

    // MARK: Comments

    private static func comments(in json: JSONNode) -> [Post] {
        let entities = json.objects(most: 2000) { $0["commentEntityPayload"].exists }.map {
            entity($0["commentEntityPayload"])
        }
        return entities.isEmpty
            ? json.objects(most: 2000) { $0["commentRenderer"]["commentId"].exists }.map {
                renderer($0["commentRenderer"])
            }
            : entities
    }

    private static func entity(_ node: JSONNode) -> Post {
        var comment = Post(.youtube, shape: "youtube-comment/2")
        let properties = node["properties"]
        comment[.postId] = properties["commentId"].word
        comment[.text] = properties["content"]["content"].text
        setWhen(&comment, properties["publishedTime"])
        comment.author[.id] = node["author"]["channelId"].word
        comment.author[.handle] = node["author"]["displayName"].word?.map { String($0.drop { $0 == "@" }) }
        comment.author[.verified] = node["author"]["isVerified"].mark
        comment.author[.isCreator] = node["author"]["isCreator"].flag
        comment.counts[.likes] = node["toolbar"]["likeCountNotliked"].word
        comment.counts[.replies] = node["toolbar"]["replyCount"].word
        return comment
    }

    /// `4 years ago (edited)`: the mark is in the language of the page; the brackets are not.
    private static func setWhen(_ comment: inout Post, _ node: JSONNode) {
        guard let text = node.string else { return }
        comment[.date] = node.word
        comment[.edited] = Found(.bool(text.hasSuffix(")")), at: node.path)
    }

    private static func renderer(_ node: JSONNode) -> Post {
        var comment = Post(.youtube, shape: "youtube-comment/1")
        comment[.postId] = node["commentId"].word
        let runs = node["contentText"]["runs"]
        let text = runs.items.compactMap { $0["text"].string }.joined()
        comment[.text] =
            runs.exists ? Found(.string(text), at: runs.path) : node["contentText"]["simpleText"].text
        setWhen(&comment, node["publishedTimeText"]["runs"][0]["text"])
        comment.author[.id] = node["authorEndpoint"]["browseEndpoint"]["browseId"].word
        comment.author[.handle] = node["authorText"]["simpleText"].word?.map { String($0.drop { $0 == "@" }) }
        comment.author[.isCreator] = node["authorIsChannelOwner"].flag
        comment.counts[.likes] = node["voteCount"]["simpleText"].word
        comment.counts[.replies] = node["replyCount"].count
        return comment
    }

    // MARK: Other forms

    private static func oEmbed(_ json: JSONNode) -> Post? {
        guard let html = json["html"].string, let frame = (try? HTMLDocument(html))?.root.first("iframe"),
            let address = frame["src"].flatMap(AddressText.init), address.segments.count >= 2
        else { return nil }
        var post = Post(.youtube, shape: "youtube-oembed/1")
        setID(&post, Found(.string(address.segments[1]), at: "\(json["html"].path)#\(frame.path)/@src"))
        post[.title] = json["title"].word
        post.author[.name] = json["author_name"].word
        post.author[.handle] = json["author_url"].word?.map { text in
            AddressText(text)?.segments.first.flatMap { $0.hasPrefix("@") ? String($0.dropFirst()) : nil }
        }
        if let address = json["thumbnail_url"].word {
            var media = PostMedia()
            media[.kind] = Found("image", at: address.path)
            media[.url] = address
            post.media = [media]
        }
        return post
    }

    /// schema.org in attributes.
    private static func microdata(_ page: HTMLDocument) -> Post? {
        func property(_ name: String, _ attribute: String = "content") -> Found? {
            page.root.first { $0["itemprop"] == name && $0[attribute] != nil }?.found(attribute)
        }
        guard let id = property("videoId") ?? property("identifier") else { return nil }
        var post = Post(.youtube, shape: "youtube-microdata/1")
        setID(&post, id)
        post[.title] = property("name")
        post[.text] = property("description")
        post.author[.id] = property("channelId")
        post.author[.name] = page.root.first { $0["itemprop"] == "author" }?.first {
            $0["itemprop"] == "name"
        }?.found("content")
        post[.createdAt] = property("datePublished")?.map(PostTime.text)
        if post[.createdAt] == nil { post[.date] = property("datePublished") }
        if let duration = property("duration"), let seconds = duration.string.flatMap(ISODuration.seconds) {
            post[.durationSeconds] = Found(JSONValue(seconds), at: duration.path)
        }
        if let views = property("interactionCount"), let count = views.string.flatMap({ Int64($0) }) {
            post.counts[.views] = Found(JSONValue(count), at: views.path)
        }
        if let address = property("thumbnailUrl", "href") {
            var media = PostMedia()
            media[.kind] = Found("image", at: address.path)
            media[.url] = address
            post.media = [media]
        }
        return post
    }
}
