import Bytes

/// Mastodon and its kin: statuses, contexts and edit histories of the API, and notes of ActivityPub.
enum MastodonReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        if let reason = json["error"].word {
            var post = Post(.mastodon, shape: "mastodon-error/1")
            post.unavailable[.reason] = reason
            return [post]
        }
        if json["ancestors"].exists || json["descendants"].exists { return [context(json, of: body)] }
        if isNote(json) || isNote(json["object"]) { return [note(isNote(json) ? json : json["object"])] }
        if let first = json.items.first, first["content"].exists, !first["id"].exists {
            return [history(json, of: body)]
        }
        return json.objects(where: isStatus).map { status($0) }
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        let state = page.root.first(id: "initial-state")?.json()
        let statuses =
            state?["statuses"].members.map(\.node) ?? state.map { $0.objects(where: isStatus) } ?? []
        let posts = statuses.filter(isStatus).map { status($0) }
        return posts.isEmpty ? WebReader.posts(in: page, as: .mastodon, shape: "mastodon-html/1") : posts
    }

    private static func isStatus(_ node: JSONNode) -> Bool {
        node["id"].exists && node["account"].exists && node["content"].exists
    }

    private static func isNote(_ node: JSONNode) -> Bool {
        ["Note", "Article", "Question", "Page", "Video"].contains(node["type"].string)
            && node["attributedTo"].exists
    }

    /// HTML as plain text; the place is that of the HTML.
    static func plain(_ html: JSONNode) -> Found? {
        guard let text = html.string else { return nil }
        guard let page = try? HTMLDocument(text) else { return nil }
        return Found(.string(page.root.plainText), at: html.path)
    }

    /// The id in the address that was asked: the answer itself does not tell which status it belongs to.
    private static func asked(_ body: PostBody) -> Found? {
        AddressText(body.address)?.segment(after: ["statuses"]).map {
            Found(.string($0), at: "(from the address)")
        }
    }

    private static func context(_ json: JSONNode, of body: PostBody) -> Post {
        var post = Post(.mastodon, shape: "mastodon-context/1")
        post[.postId] = asked(body)
        post.ancestors = json["ancestors"].items.map { status($0) }
        post.descendants = json["descendants"].items.map { status($0) }
        return post
    }

    private static func history(_ json: JSONNode, of body: PostBody) -> Post {
        var post = Post(.mastodon, shape: "mastodon-history/1")
        post[.postId] = asked(body)
        let versions = json.items.map { version -> JSONValue in
            var members: [JSONMember] = []
            if let time = version["created_at"].time { members.append(JSONMember("createdAt", time.value)) }
            if let text = plain(version["content"]) { members.append(JSONMember("text", text.value)) }
            return .object(members)
        }
        post.edits[.versions] = Found(.array(versions), at: json.path)
        return post
    }

    private static func status(_ node: JSONNode, depth: Int = 0) -> Post {
        var post = Post(.mastodon, shape: "mastodon-status/1")
        post[.postId] = node["id"].id
        post[.uri] = node["uri"].word
        post[.url] = node["url"].word ?? node["uri"].word
        setAuthor(&post, node["account"])
        post[.createdAt] = node["created_at"].time
        post[.editedAt] = node["edited_at"].time
        post[.text] = plain(node["content"]) ?? node["text"].text
        post[.contentWarning] = node["spoiler_text"].word
        post[.lang] = node["language"].word
        post[.visibility] = node["visibility"].word
        post[.sensitive] = node["sensitive"].flag
        post.counts[.likes] = node["favourites_count"].count
        post.counts[.reposts] = node["reblogs_count"].count
        post.counts[.replies] = node["replies_count"].count
        post.counts[.quotes] = node["quotes_count"].count
        post.media = node["media_attachments"].items.map(media)
        setReply(&post, node)
        setPoll(&post, node["poll"])
        let card = node["card"]
        post.card[.url] = card["url"].word
        post.card[.title] = card["title"].word
        post.card[.description] = card["description"].word
        post.card[.image] = card["image"].word
        guard depth < 2 else { return post }
        if node["reblog"].exists { post[.repostOf] = status(node["reblog"], depth: depth + 1) }
        let quoted = node["quote"]["quoted_status"].exists ? node["quote"]["quoted_status"] : node["quote"]
        if isStatus(quoted) {
            post[.quoted] = status(quoted, depth: depth + 1)
        } else if let state = node["quote"]["state"].word {
            var gone = Post(.mastodon, shape: post.shape)
            gone.unavailable[.reason] = state
            post[.quoted] = gone
        }
        return post
    }

    private static func setAuthor(_ post: inout Post, _ account: JSONNode) {
        post.author[.id] = account["id"].id
        post.author[.handle] = account["acct"].word ?? account["username"].word
        post.author[.name] = account["display_name"].text
        post.author[.url] = account["url"].word
    }

    private static func setReply(_ post: inout Post, _ node: JSONNode) {
        guard let parent = node["in_reply_to_id"].id else { return }
        var other = Post(.mastodon, shape: post.shape)
        other[.postId] = parent
        other.author[.id] = node["in_reply_to_account_id"].id
        post[.replyTo] = other
    }

    private static func media(_ node: JSONNode) -> PostMedia {
        var media = PostMedia()
        let kind: [String: JSONValue] = ["image": "image", "video": "video", "gifv": "gif", "audio": "audio"]
        media[.kind] = Found(kind[node["type"].string ?? ""] ?? "file", at: node["type"].path)
        media[.url] = node["url"].word ?? node["remote_url"].word
        media[.remoteURL] = node["remote_url"].word
        media[.alt] = node["description"].word
        if node["type"].string != "image" { media[.poster] = node["preview_url"].word }
        if let seconds = node["meta"]["original"]["duration"].value?.double {
            media[.durationMs] = Found(
                JSONValue(Int64(seconds * 1000)), at: node["meta"]["original"]["duration"].path)
        }
        return media
    }

    private static func setPoll(_ post: inout Post, _ node: JSONNode) {
        guard node["options"].exists else { return }
        var poll = Poll()
        poll.fields[.votes] = node["votes_count"].count
        poll.fields[.voters] = node["voters_count"].count
        poll.fields[.expiresAt] = node["expires_at"].time
        poll.fields[.closed] = node["expired"].flag
        poll.options = node["options"].items.map { option in
            var choice = FieldSet<Poll.Choice>()
            choice[.title] = option["title"].text
            choice[.votes] = option["votes_count"].count
            return choice
        }
        post.poll = poll
    }

    // MARK: ActivityPub

    private static func note(_ node: JSONNode) -> Post {
        var post = Post(.mastodon, shape: "activitypub-note/1")
        post[.uri] = node["id"].word
        post[.postId] = node["id"].word?.map { $0.split(separator: "/").last.map(String.init) }
        post[.url] = node["url"].word ?? node["id"].word
        post.author[.id] = node["attributedTo"].word
        post.author[.handle] = node["attributedTo"].word?.map { address in
            guard let parts = AddressText(address), let name = parts.segments.last else { return nil }
            return "\(name.drop { $0 == "@" })@\(parts.host)"
        }
        post[.title] = node["name"].word
        post[.createdAt] = node["published"].time
        post[.editedAt] = node["updated"].time
        post[.text] = plain(node["content"])
        post[.contentWarning] = node["summary"].word
        post[.lang] = node["contentMap"].members.first.map {
            Found(.string($0.name), at: node["contentMap"].path)
        }
        post[.sensitive] = node["sensitive"].flag
        if let parent = node["inReplyTo"].word {
            var other = Post(.mastodon, shape: post.shape)
            other[.uri] = parent
            other[.postId] = parent.map { $0.split(separator: "/").last.map(String.init) }
            post[.replyTo] = other
        }
        post.media = node["attachment"].items.map { item in
            var media = PostMedia()
            let kind = item["mediaType"].string?.prefix { $0 != "/" }.description ?? "file"
            media[.kind] = Found(
                .string(["image", "video", "audio"].contains(kind) ? kind : "file"),
                at: item["mediaType"].path)
            media[.url] = item["url"].word
            media[.alt] = item["name"].word
            return media
        }
        return post
    }
}
