import Bytes

/// Facebook: the state of desktop pages, pages for small browsers of several years, and what pages say of themselves.
enum FacebookReader: PostReader {
    static func posts(in json: JSONNode, of body: PostBody) -> [Post] {
        if json["html"].exists, json["provider_name"].exists { return [oEmbed(json)].compactMap { $0 } }
        return stories(json)
    }

    static func posts(in page: HTMLDocument, of body: PostBody) -> [Post] {
        let scripts = page.root.all { $0.tag == "script" && $0["type"] == "application/json" }
        let states = scripts.compactMap { $0.json() }
        let stories = states.flatMap(stories)
        if !stories.isEmpty { return stories }
        if states.contains(where: {
            $0.object { $0["rootView"]["resource"]["__dr"].string == "CometErrorRoot.react" } != nil
        }) {
            var post = Post(.facebook, shape: "facebook-comet/1")
            post.unavailable[.reason] = Found("CometErrorRoot", at: "(in the state of the page)")
            return [post]
        }
        return FacebookPages.posts(in: page, of: body)
    }

    // MARK: State of desktop pages

    private static func stories(_ json: JSONNode) -> [Post] {
        json.objects(most: 50) { $0["comet_sections"]["content"]["story"].exists }.map(story)
    }

    private static func story(_ node: JSONNode) -> Post {
        var post = Post(.facebook, shape: "facebook-comet/1")
        let content = node["comet_sections"]["content"]["story"]
        post[.postId] = node["post_id"].id ?? content["post_id"].id
        post[.url] = content["wwwURL"].word ?? node["permalink_url"].word
        let actor = content["actors"][0].exists ? content["actors"][0] : node["actors"][0]
        post.author[.id] = actor["id"].id
        post.author[.name] = actor["name"].word
        post.author[.url] = actor["url"].word
        post.author[.handle] = actor["url"].word.flatMap(FacebookAddress.handle)
        let message =
            content["message"].exists
            ? content["message"] : content["comet_sections"]["message"]["story"]["message"]
        post[.text] = message["text"].text
        let time = node.object { $0["creation_time"].exists }
        post[.createdAt] = time?["creation_time"].seconds
        if let counts = node.object(where: { $0["reaction_count"].exists || $0["i18n_reaction_count"].exists }
        ) {
            post.counts[.likes] =
                counts["reaction_count"]["count"].count ?? counts["i18n_reaction_count"].word
            post.counts[.reposts] = counts["share_count"]["count"].count ?? counts["share_count_reduced"].word
            post.counts[.replies] =
                counts["total_comment_count"].count
                ?? counts["comment_rendering_instance"]["comments"]["total_count"].count
        }
        post.media = content["attachments"].objects { isMedia($0) }.compactMap(media)
        let shared = content["attached_story"].exists ? content["attached_story"] : node["attached_story"]
        if shared.exists {
            var other = Post(.facebook, shape: post.shape)
            other[.postId] = shared["post_id"].id
            other[.url] = shared["wwwURL"].word
            other.author[.id] = shared["actors"][0]["id"].id
            other.author[.name] = shared["actors"][0]["name"].word
            other[.text] =
                shared["message"]["text"].text
                ?? shared.object { $0["message"]["text"].exists }?["message"]["text"].text
            post[.repostOf] = other
        }
        return post
    }

    private static func isMedia(_ node: JSONNode) -> Bool {
        ["Photo", "Video"].contains(node["__typename"].string) && node["id"].exists
    }

    private static func media(_ node: JSONNode) -> PostMedia? {
        var media = PostMedia()
        media[.kind] = Found(
            node["__typename"].string == "Video" ? "video" : "image", at: node["__typename"].path)
        let picture =
            node["photo_image"]["uri"].word ?? node["viewer_image"]["uri"].word ?? node["image"]["uri"].word
        media[.url] =
            node["playable_url_quality_hd"].word ?? node["playable_url"].word ?? node["browser_native_hd_url"]
            .word
            ?? node["browser_native_sd_url"].word ?? picture
        media[.alt] = node["accessibility_caption"].word
        media[.durationMs] = node["playable_duration_in_ms"].count
        return media[.url] == nil ? nil : media
    }

    private static func oEmbed(_ json: JSONNode) -> Post? {
        guard let html = json["html"].string, let page = try? HTMLDocument(html),
            let element = page.root.first(where: { $0["data-href"] != nil })
        else { return nil }
        var post = Post(.facebook, shape: "facebook-oembed/1")
        post[.url] = element["data-href"].map {
            Found(.string($0), at: "\(json["html"].path)#\(element.path)/@data-href")
        }
        post[.postId] = post[.url]?.map(FacebookAddress.postID)
        post.author[.name] = json["author_name"].word
        return post
    }
}
