import Bytes

/// Facebook's pages without a script's state: `m.`, `mbasic.`, and what pages say of themselves.
enum FacebookPages {
    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        if let story = page.root.first(id: "m_story_permalink_view") { return [permalink(story, page, body)] }
        if let gone = gone(page) { return [gone] }
        return [described(page, body)].compactMap { $0 }
    }

    /// The page for what is not there has no canonical address, no login form of its own, and a way home; its title says what it is.
    private static func gone(_ page: HTMLDocument) -> Post? {
        let tags = PageTags(page)
        guard tags["og:url"] == nil, LinkedData.objects(in: page).isEmpty,
            page.root.first(where: { $0["data-ft"] != nil }) == nil, let title = page.root.first("title")
        else { return nil }
        let isNoIndex = tags["robots"]?.string?.contains("noindex") == true
        let home = page.root.first { $0.tag == "a" && $0["href"]?.hasPrefix("/home.php") == true }
        guard isNoIndex || home != nil, page.root.first(id: "login_form") == nil else { return nil }
        var post = Post(.facebook, shape: "facebook-gone/1")
        post.unavailable[.reason] = title.text
        return post
    }

    // MARK: The permalink view of mbasic

    private static func permalink(_ story: HTMLNode, _ page: HTMLDocument, _ body: PostBody) -> Post {
        var post = Post(.facebook, shape: "facebook-mbasic/1")
        setTracking(&post, in: story)
        if post[.postId] == nil {
            post[.postId] = FacebookAddress.postID(body.address).map {
                Found(.string($0), at: "(from the address)")
            }
        }
        post[.url] = PageTags(page)["og:url"]?.map(canonical)
        let head = story.first { $0.tag == "h3" }
        let name = head?.first("a")
        post.author[.name] = name?.text
        post.author[.handle] = name?.found("href").flatMap(FacebookAddress.handle)
        post[.text] = text(of: story)
        if post[.createdAt] == nil { post[.date] = story.first("abbr")?.text }
        post[.audience] = audience(story)
        fill(&post, page)
        post.media = pictures(in: story)
        post.comments = comments(page)
        return post
    }

    /// What the page keeps for its own statistics has ids and the time.
    private static func setTracking(_ post: inout Post, in story: HTMLNode) {
        let nodes =
            story["data-ft"] != nil
            ? [story] : story.all { $0["data-ft"]?.contains("top_level_post_id") == true }
        guard let node = nodes.first, let text = node["data-ft"],
            let value = try? JSONReader.parse(Array(text.utf8), limits: .body)
        else { return }
        let json = JSONNode(value, at: node.path + "/@data-ft#")
        post[.postId] = json["top_level_post_id"].id
        post.author[.id] = json["content_owner_id_new"].id
        post[.createdAt] = json.object { $0["publish_time"].exists }?["publish_time"].seconds
    }

    /// The words stand in paragraphs of one block, after the head.
    private static func text(of story: HTMLNode) -> Found? {
        let marked = story.first { $0.tag == "div" && $0["data-ft"]?.contains("*s") == true }
        guard let block = marked ?? story.all("p").first?.parent else { return nil }
        return block.text
    }

    private static func audience(_ story: HTMLNode) -> Found? {
        guard let time = story.first("abbr"), let line = time.parent else { return nil }
        return line.all("span").first {
            $0.children.allSatisfy { $0.tag == nil } && $0["aria-hidden"] == nil
        }?.text
    }

    private static func pictures(in story: HTMLNode) -> [PostMedia] {
        story.all { $0.tag == "a" && $0["href"]?.contains("/photos/") == true }.compactMap { link in
            guard let image = link.first("img") else { return nil }
            var media = PostMedia()
            media[.kind] = Found("image", at: image.path)
            media[.url] = image.found("src")
            media[.alt] = image.found("alt")
            return media
        }
    }

    /// A comment's element has the number of the comment as its id.
    private static func comments(_ page: HTMLDocument) -> [Post] {
        let area = page.root.first { $0["id"]?.hasPrefix("ufi_") == true } ?? page.root
        return area.all {
            $0.tag == "div" && ($0["id"]?.isEmpty == false) && $0["id"]?.allSatisfy(\.isNumber) == true
        }.map { node in
            var comment = Post(.facebook, shape: "facebook-mbasic/1")
            comment[.postId] = node.found("id")
            let head = node.first("h3")
            let name = head?.first("a")
            comment.author[.name] = name?.text
            comment.author[.handle] = name?.found("href").flatMap(FacebookAddress.handle)
            let siblings = head?.parent?.children.filter { $0.tag == "div" } ?? []
            comment[.text] = siblings.first?.text
            comment[.date] = node.all("abbr").first?.text
            return comment
        }
    }

    // MARK: What pages say of themselves

    private static func described(_ page: HTMLDocument, _ body: PostBody) -> Post? {
        let tags = PageTags(page)
        guard let address = tags["og:url"] else { return nil }
        var post = Post(.facebook, shape: "facebook-og/1")
        post[.url] = address.map(canonical)
        post[.postId] = address.map(FacebookAddress.postID)
        if let story = page.root.first(where: { $0["data-ft"]?.contains("top_level_post_id") == true }) {
            var tracked = post
            setTracking(&tracked, in: story)
            post[.createdAt] = tracked[.createdAt]
            post.author = tracked.author
            post.media = pictures(in: story)
        }
        fill(&post, page)
        if post[.createdAt] == nil {
            post[.createdAt] = stamp(page) ?? hidden(page).lazy.compactMap { stamp($0.page, $0.path) }.first
        }
        post.fields.fill(.text, tags.first("og:description", "description"))
        post.author.fill(.name, tags["og:title"])
        post.author.fill(.handle, address.map(FacebookAddress.handle))
        if let video = tags.first("og:video:secure_url", "og:video:url", "og:video") {
            var media = PostMedia()
            media[.kind] = Found("video", at: video.path)
            media[.url] = video
            media[.poster] = tags["og:image"]
            post.media = [media]
        } else if post.media.isEmpty, let image = tags["og:image"] {
            var media = PostMedia()
            media[.kind] = Found("image", at: image.path)
            media[.url] = image
            post.media = [media]
        }
        return post[.postId] == nil && post[.text] == nil ? nil : post
    }

    /// From JSON-LD: the posting before the video in it.
    private static func fill(_ post: inout Post, _ page: HTMLDocument) {
        let objects = LinkedData.objects(in: page)
        let posting = objects.first { LinkedData.type($0) == "SocialMediaPosting" } ?? objects.first
        guard let posting else { return }
        let hadMedia = !post.media.isEmpty
        LinkedData.fill(&post, from: posting)
        post[.title] = nil
        if !hadMedia { post.media = [] }
        post.author[.handle] = post.author[.handle] ?? post.author[.url].flatMap(FacebookAddress.handle)
    }

    /// Parts of a page that it keeps in comments until a script shows them.
    private static func hidden(_ page: HTMLDocument) -> [(page: HTMLDocument, path: String)] {
        page.root.all("code").flatMap(\.children).compactMap { node in
            guard let text = node.comment, let part = try? HTMLDocument(text) else { return nil }
            return (part, node.path)
        }
    }

    private static func stamp(_ page: HTMLDocument, _ place: String = "") -> Found? {
        guard
            let node = page.root.first(where: {
                $0.tag == "abbr" && $0["data-store"]?.contains("time") == true
            }),
            let value = try? JSONReader.parse(Array((node["data-store"] ?? "").utf8), limits: .body)
        else { return nil }
        return JSONNode(value, at: place + node.path + "/@data-store#")["time"].seconds
    }

    /// Without parameters of the visit, on the host for everyone.
    private static func canonical(_ text: String) -> String? {
        guard let parts = AddressText(text) else { return nil }
        let kept = parts.query.filter { ["story_fbid", "id", "fbid", "set", "v", "type"].contains($0.name) }
        let query = kept.isEmpty ? "" : "?" + kept.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return "https://www.facebook.com" + parts.path + query
    }
}
