import Bytes

/// Telegram: messages of public channels, on `t.me/s/…`, in the embed, and on the page of one post.
enum TelegramReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] { [] }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        let messages = page.root.all { $0.hasClass("tgme_widget_message") && $0["data-post"] != nil }
        if !messages.isEmpty { return messages.map(message) }
        if let error = page.root.first(class: "tgme_widget_message_error") {
            var post = Post(.telegram, shape: "telegram-error/1")
            post.unavailable[.reason] = error.text
            return [post]
        }
        return [postPage(page, body)].compactMap { $0 }
    }

    private static func setAddress(_ post: inout Post, _ channel: String, _ number: String, at path: String) {
        post[.postId] = Found(.string(number), at: path)
        post[.url] = Found(.string("https://t.me/\(channel)/\(number)"), at: path)
        post.author[.handle] = Found(.string(channel), at: path)
    }

    private static func message(_ node: HTMLNode) -> Post {
        var post = Post(.telegram, shape: "telegram-widget/1")
        let parts = (node["data-post"] ?? "").split(separator: "/")
        if parts.count == 2 {
            setAddress(&post, String(parts[0]), String(parts[1]), at: node.path + "/@data-post")
        }
        post.author[.name] = node.first(class: "tgme_widget_message_owner_name")?.text
        if let time = node.all("time").last(where: { $0["datetime"] != nil }) {
            post[.createdAt] = time.found("datetime")?.map(PostTime.text)
        }
        let texts = node.all(class: "tgme_widget_message_text").filter {
            !isInside($0, "tgme_widget_message_reply")
        }
        post[.text] = texts.last?.text
        post[.signature] = node.first(class: "tgme_widget_message_from_author")?.text
        post.counts[.views] = node.first(class: "tgme_widget_message_views")?.text
        if let meta = node.first(class: "tgme_widget_message_meta"), meta.plainText.hasPrefix("edited") {
            post[.edited] = Found(true, at: meta.path)
        }
        setForward(&post, node)
        setReply(&post, node)
        setPoll(&post, node)
        setMedia(&post, node)
        if let preview = node.first(class: "tgme_widget_message_link_preview") {
            post.card[.url] = preview.found("href")
            post.card[.title] = preview.first(class: "link_preview_title")?.text
            post.card[.description] = preview.first(class: "link_preview_description")?.text
        }
        return post
    }

    private static func isInside(_ node: HTMLNode, _ name: String) -> Bool {
        var above = node.parent
        while let here = above {
            if here.hasClass(name) { return true }
            above = here.parent
        }
        return false
    }

    private static func setForward(_ post: inout Post, _ node: HTMLNode) {
        guard let name = node.first(class: "tgme_widget_message_forwarded_from_name") else { return }
        var other = Post(.telegram, shape: post.shape)
        other[.url] = name.found("href")
        other.author[.name] = name.text
        post[.forwardedFrom] = other
    }

    private static func setReply(_ post: inout Post, _ node: HTMLNode) {
        guard let reply = node.first(class: "tgme_widget_message_reply"), let link = reply.found("href")
        else { return }
        var other = Post(.telegram, shape: post.shape)
        other[.url] = link
        other[.postId] = link.map { $0.split(separator: "/").last.map(String.init) }
        other.author[.name] = reply.first(class: "tgme_widget_message_author_name")?.text
        other[.text] =
            reply.first {
                $0.hasClass("tgme_widget_message_text") || $0.hasClass("tgme_widget_message_metatext")
            }?.text
        post[.replyTo] = other
    }

    private static func setPoll(_ post: inout Post, _ node: HTMLNode) {
        guard let found = node.first(class: "tgme_widget_message_poll") else { return }
        var poll = Poll()
        poll.fields[.question] = found.first(class: "tgme_widget_message_poll_question")?.text
        poll.fields[.kind] = found.first(class: "tgme_widget_message_poll_type")?.text
        poll.fields[.voters] = node.first(class: "tgme_widget_message_voters")?.text
        poll.options = found.all(class: "tgme_widget_message_poll_option").map { option in
            var choice = FieldSet<Poll.Choice>()
            choice[.title] = option.first(class: "tgme_widget_message_poll_option_text")?.text
            choice[.percent] = option.first(class: "tgme_widget_message_poll_option_percent")?.text
            return choice
        }
        post.poll = poll
    }

    private static func setMedia(_ post: inout Post, _ node: HTMLNode) {
        for item in node.descendants {
            var media = PostMedia()
            if item.hasClass("tgme_widget_message_photo_wrap") {
                media[.kind] = Found("image", at: item.path)
                media[.url] = item.found("style")?.map(CSSImage.address)
            } else if item.tag == "video", item["src"] != nil {
                media[.kind] = Found("video", at: item.path)
                media[.url] = item.found("src")
                let thumb = node.first(class: "tgme_widget_message_video_thumb")
                media[.poster] = thumb?.found("style")?.map(CSSImage.address)
            } else if item.tag == "audio", item["src"] != nil {
                media[.kind] = Found("audio", at: item.path)
                media[.url] = item.found("src")
            } else if item.hasClass("tgme_widget_message_document_wrap") {
                media[.kind] = Found("file", at: item.path)
                media[.url] = item.found("href")
                media[.name] = item.first(class: "tgme_widget_message_document_title")?.text
            } else {
                continue
            }
            post.media.append(media)
        }
    }

    /// The page of one post, which shows it in a frame: what it says of itself.
    private static func postPage(_ page: HTMLDocument, _ body: PostBody) -> Post? {
        guard let address = AddressText(body.address), address.segments.count >= 2,
            let number = address.segments.last, Int(number) != nil
        else { return nil }
        let tags = PageTags(page)
        guard let text = tags["og:description"] else { return nil }
        var post = Post(.telegram, shape: "telegram-page/1")
        setAddress(&post, address.segments[address.segments.count - 2], number, at: "(from the address)")
        post.author[.name] = tags["og:title"]
        post[.text] = text
        if let image = tags["og:image"] {
            var media = PostMedia()
            media[.kind] = Found("image", at: image.path)
            media[.url] = image
            post.media = [media]
        }
        return post
    }
}
