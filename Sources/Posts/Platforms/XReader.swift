import Bytes

/// X, once Twitter: GraphQL answers, the syndication API, oEmbed, and the pages of 2019 and before.
enum XReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        if json["html"].exists, json["author_url"].exists { return [oEmbed(json)].compactMap { $0 } }
        if json["id_str"].exists, json["user"].exists { return [syndication(json)] }
        if json["__typename"].string == "TweetTombstone", json["tombstone"].exists {
            return [tombstone(json)]
        }
        return graphQL(json)
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        page.root.all { $0.hasClass("tweet") && $0["data-tweet-id"] != nil }.map(legacy)
    }

    // MARK: GraphQL

    private static func graphQL(_ json: JSONNode) -> [Post] {
        let wanted = json.objects { isTweet($0) || isGone($0) }
        let posts = wanted.map { isGone($0) ? tombstone($0) : tweet($0) }
        let conversation = thread(in: json)
        guard !conversation.isEmpty else { return posts }
        return posts.map { post in
            var post = post
            if conversation.contains(where: { $0.id == post.id }) { post.thread = conversation }
            return post
        }
    }

    private static func isTweet(_ node: JSONNode) -> Bool {
        node["rest_id"].exists && node["legacy"]["full_text"].exists
    }

    private static func isGone(_ node: JSONNode) -> Bool {
        ["TweetTombstone", "TweetUnavailable"].contains(node["__typename"].string)
    }

    private static func tombstone(_ node: JSONNode) -> Post {
        var post = Post(.x, shape: "x-tombstone/1")
        post.unavailable[.reason] = node["tombstone"]["text"]["text"].word ?? node["reason"].word
        if post.unavailable.isEmpty { post.unavailable[.reason] = node["__typename"].word }
        return post
    }

    /// The posts above the one that was asked for, and that one: single entries of the timeline, in their order.
    private static func thread(in json: JSONNode) -> [Post] {
        let entries = json.objects { $0["entryId"].exists }
        let items = entries.map { $0["content"]["itemContent"]["tweet_results"]["result"] }.filter {
            isTweet($0) || isGone($0)
        }
        guard items.count > 1,
            entries.contains(where: { $0["entryId"].string?.hasPrefix("conversationthread") == true })
                || items.contains(where: isGone)
        else { return [] }
        return items.map { node in
            if isGone(node) { return tombstone(node) }
            var short = Post(.x, shape: "x-graphql/1")
            short[.postId] = node["rest_id"].id
            return short
        }
    }

    private static func tweet(_ node: JSONNode, depth: Int = 0) -> Post {
        let legacy = node["legacy"]
        var post = Post(.x, shape: "x-graphql/1")
        post[.postId] = node["rest_id"].id
        setAuthor(&post, node["core"]["user_results"]["result"])
        setURL(&post)
        post[.createdAt] = legacy["created_at"].time
        let note = node["note_tweet"]["note_tweet_results"]["result"]["text"]
        post[.text] = (note.text ?? legacy["full_text"].text)?.map(EscapedText.decoded)
        post[.lang] = legacy["lang"].word
        post[.sensitive] = legacy["possibly_sensitive"].mark
        post.media = media(
            legacy["extended_entities"]["media"].exists ? legacy["extended_entities"] : legacy["entities"])
        post.counts[.likes] = legacy["favorite_count"].count
        post.counts[.reposts] = legacy["retweet_count"].count
        post.counts[.replies] = legacy["reply_count"].count
        post.counts[.quotes] = legacy["quote_count"].count
        post.counts[.bookmarks] = legacy["bookmark_count"].count
        post.counts[.views] = node["views"]["count"].count
        setReply(&post, legacy)
        setEdits(&post, node["edit_control"])
        setCard(&post, node["card"]["legacy"])
        guard depth < 2 else { return post }
        for (relation, inner) in [
            (Post.Relation.quoted, node["quoted_status_result"]["result"]),
            (.repostOf, legacy["retweeted_status_result"]["result"]),
        ] where inner.exists {
            let other = inner["tweet"].exists ? inner["tweet"] : inner
            post[relation] = isGone(other) ? tombstone(other) : tweet(other, depth: depth + 1)
        }
        return post
    }

    private static func setAuthor(_ post: inout Post, _ user: JSONNode) {
        post.author[.id] = user["rest_id"].id
        post.author[.handle] = user["core"]["screen_name"].word ?? user["legacy"]["screen_name"].word
        post.author[.name] = user["core"]["name"].text ?? user["legacy"]["name"].text
        post.author[.verified] = user["is_blue_verified"].mark ?? user["legacy"]["verified"].mark
    }

    private static func setURL(_ post: inout Post) {
        guard let id = post.id, let handle = post.author[.handle]?.string else { return }
        post[.url] = Found(
            .string("https://x.com/\(handle)/status/\(id)"), at: "(from postId and author.handle)")
    }

    private static func setReply(_ post: inout Post, _ legacy: JSONNode) {
        if let parent = legacy["in_reply_to_status_id_str"].id {
            var other = Post(.x, shape: post.shape)
            other[.postId] = parent
            other.author[.id] = legacy["in_reply_to_user_id_str"].id
            other.author[.handle] = legacy["in_reply_to_screen_name"].word
            post[.replyTo] = other
        }
        if let conversation = legacy["conversation_id_str"].id, conversation.string != post.id {
            post[.threadId] = conversation
        }
    }

    private static func setEdits(_ post: inout Post, _ control: JSONNode) {
        let initial = control["edit_control_initial"].exists ? control["edit_control_initial"] : control
        let ids = initial["edit_tweet_ids"]
        guard ids.items.count > 1, let value = ids.value else { return }
        post.edits[.versions] = Found(value, at: ids.path)
        post.edits[.initialPostId] = control["initial_tweet_id"].id ?? ids[0].id
    }

    /// A card is a list of keys with typed values.
    private static func setCard(_ post: inout Post, _ card: JSONNode) {
        for binding in card["binding_values"].items {
            let value = binding["value"]["string_value"]
            switch binding["key"].string {
            case "title": post.card[.title] = value.word
            case "description": post.card[.description] = value.word
            case "card_url": post.card[.url] = value.word
            default: break
            }
        }
        setPoll(&post, card)
    }

    private static func setPoll(_ post: inout Post, _ card: JSONNode) {
        guard let name = card["name"].string, name.hasPrefix("poll") else { return }
        var values: [String: JSONNode] = [:]
        for binding in card["binding_values"].items {
            if let key = binding["key"].string { values[key] = binding["value"] }
        }
        var poll = Poll()
        for number in 1...4 {
            guard let label = values["choice\(number)_label"]?["string_value"].text else { break }
            var option = FieldSet<Poll.Choice>()
            option[.title] = label
            option[.votes] = values["choice\(number)_count"]?["string_value"].count
            poll.options.append(option)
        }
        poll.fields[.expiresAt] = values["end_datetime_utc"]?["string_value"].time
        poll.fields[.closed] = values["counts_are_final"]?["boolean_value"].flag
        post.poll = poll
    }

    private static func media(_ entities: JSONNode) -> [PostMedia] {
        entities["media"].items.map { item in
            var media = PostMedia()
            let variants = item["video_info"]["variants"].items.filter {
                $0["content_type"].string == "video/mp4"
            }
            let best = variants.max { ($0["bitrate"].integer ?? 0) < ($1["bitrate"].integer ?? 0) }
            let type = item["type"]
            let kind: JSONValue =
                type.string == "animated_gif" ? "gif" : type.string == "video" ? "video" : "image"
            media[.kind] = Found(kind, at: type.path)
            let picture = item["media_url_https"].word ?? item["media_url"].word
            media[.url] = best?["url"].word ?? picture
            if best != nil { media[.poster] = picture }
            media[.alt] = item["ext_alt_text"].word
            media[.durationMs] = item["video_info"]["duration_millis"].count
            media[.width] = item["original_info"]["width"].count
            media[.height] = item["original_info"]["height"].count
            return media
        }
    }

    // MARK: Syndication

    private static func syndication(_ node: JSONNode, depth: Int = 0) -> Post {
        var post = Post(.x, shape: "x-syndication/1")
        post[.postId] = node["id_str"].id
        post.author[.id] = node["user"]["id_str"].id
        post.author[.handle] = node["user"]["screen_name"].word
        post.author[.name] = node["user"]["name"].text
        post.author[.verified] = node["user"]["is_blue_verified"].mark ?? node["user"]["verified"].mark
        setURL(&post)
        post[.createdAt] = node["created_at"].time
        post[.text] = (node["text"].text ?? node["full_text"].text)?.map(EscapedText.decoded)
        post[.lang] = node["lang"].word
        post[.sensitive] = node["possibly_sensitive"].mark
        post.counts[.likes] = node["favorite_count"].count
        post.counts[.replies] = node["conversation_count"].count ?? node["reply_count"].count
        post.counts[.reposts] = node["retweet_count"].count
        post.media = media(JSONNode(.object([JSONMember("media", node["mediaDetails"].value ?? .array([]))])))
            .map {
                rebased($0, node["mediaDetails"].path)
            }
        setReply(&post, node)
        setEdits(&post, node["edit_control"])
        if depth < 2, node["quoted_tweet"].exists {
            post[.quoted] = syndication(node["quoted_tweet"], depth: depth + 1)
        }
        return post
    }

    /// Media read from a list of another name stand where that list stands.
    private static func rebased(_ media: PostMedia, _ path: String) -> PostMedia {
        var moved = PostMedia()
        for (name, found) in media.all {
            moved[name] = Found(found.value, at: path + found.path.dropFirst("/media".count))
        }
        return moved
    }

    // MARK: oEmbed

    private static func oEmbed(_ json: JSONNode) -> Post? {
        guard let html = json["html"].string, let page = try? HTMLDocument(html) else { return nil }
        var post = Post(.x, shape: "x-oembed/1")
        post.author[.name] = json["author_name"].text
        post.author[.handle] = json["author_url"].word?.map { AddressText($0)?.segments.first }
        let link = page.root.first("blockquote")?.children.last { $0.tag == "a" }
        let address = (json["url"].string ?? link?["href"]).flatMap(AddressText.init)
        let at = json["url"].exists ? json["url"].path : "\(json["html"].path)#\(link?.path ?? "")"
        if let address, address.segments.count >= 3, address.segments[1] == "status" {
            post[.postId] = Found(.string(address.segments[2]), at: at)
        }
        setURL(&post)
        if let paragraph = page.root.first("p") {
            post[.text] = paragraph.text.map { Found($0.value, at: "\(json["html"].path)#\($0.path)") }
            post[.lang] = paragraph["lang"].map {
                Found(.string($0), at: "\(json["html"].path)#\(paragraph.path)/@lang")
            }
        }
        if let words = link?.plainText, let day = EnglishDate.day(words) {
            post[.date] = Found(.string(day), at: "\(json["html"].path)#\(link?.path ?? "")")
        }
        return post
    }

    // MARK: Pages before 2020

    private static func legacy(_ node: HTMLNode) -> Post {
        var post = Post(.x, shape: "x-html-2019/1")
        post[.postId] = node.found("data-tweet-id")
        post.author[.id] = node.found("data-user-id")
        post.author[.handle] = node.found("data-screen-name")
        post.author[.name] = node.found("data-name")
        setURL(&post)
        if let stamp = node.first(where: { $0["data-time"] != nil }),
            let seconds = stamp["data-time"].flatMap({ Int64($0) })
        {
            post[.createdAt] = Found(.string(PostTime.text(seconds: seconds)), at: stamp.path + "/@data-time")
        }
        if let text = node.first(class: "tweet-text") {
            post[.text] = text.text
            post[.lang] = text.found("lang")
            post[.link] = text.first { $0.tag == "a" && $0["data-expanded-url"] != nil }?.found(
                "data-expanded-url")
        }
        for (name, count) in [("reply", Post.Count.replies), ("retweet", .reposts), ("favorite", .likes)] {
            let action = node.first(class: "ProfileTweet-action--\(name)")
            let number = action?.first { $0["data-tweet-stat-count"] != nil }
            if let number, let value = number["data-tweet-stat-count"].flatMap({ Int64($0) }) {
                post.counts[count] = Found(JSONValue(value), at: number.path + "/@data-tweet-stat-count")
            }
        }
        if let conversation = node["data-conversation-id"], conversation != post.id {
            post[.threadId] = node.found("data-conversation-id")
        }
        return post
    }
}
