import Bytes

/// The media object that Instagram and Threads share: `pk`, `code`, `taken_at`, `image_versions2`.
enum MetaMedia {
    static func isMedia(_ node: JSONNode) -> Bool {
        node["code"].exists && node["taken_at"].exists && (node["pk"].exists || node["id"].exists)
    }

    /// Sets the code, and the address that follows from it.
    static func setCode(_ post: inout Post, _ code: Found?) {
        post[.shortcode] = code
        if let text = code?.string, post.platform == .instagram {
            post[.url] = Found(.string("https://www.instagram.com/p/\(text)/"), at: "(from shortcode)")
        }
    }

    static func post(_ node: JSONNode, _ platform: Platform, shape: String) -> Post {
        var post = Post(platform, shape: shape)
        // In some bodies the number was rounded; the text before the underline is whole.
        post[.postId] = node["id"].word?.map { $0.prefix { $0 != "_" }.description } ?? node["pk"].id
        setCode(&post, node["code"].word)
        let user = node["user"]
        post.author[.id] = user["pk"].id ?? user["id"].id
        post.author[.handle] = user["username"].word
        post.author[.name] = user["full_name"].word
        post.author[.verified] = user["is_verified"].mark
        post[.createdAt] = node["taken_at"].seconds
        post[.text] = node["caption"]["text"].text
        post[.edited] = node["caption_is_edited"].mark
        post[.place] = node["location"]["name"].word
        post.counts[.likes] = node["like_count"].count
        post.counts[.replies] = node["comment_count"].count
        post.counts[.views] = node["view_count"].count ?? node["play_count"].count
        let parts = node["carousel_media"].items
        post.media = parts.isEmpty ? [media(node)].compactMap { $0 } : parts.compactMap(media)
        post.comments = node["comments_connection"]["edges"].items.map {
            comment($0["node"], platform, shape)
        }
        return post
    }

    /// The best picture or film; nil where there is none, as in a post of words.
    static func media(_ node: JSONNode) -> PostMedia? {
        let films = node["video_versions"].items
        let pictures = node["image_versions2"]["candidates"].items
        guard !films.isEmpty || !pictures.isEmpty else { return nil }
        func best(_ nodes: [JSONNode]) -> JSONNode? {
            // The first one of the largest: lists are sorted, and copies at other addresses come later.
            nodes.enumerated().max { one, other in
                let (a, b) = (one.element["width"].integer ?? 0, other.element["width"].integer ?? 0)
                return a == b ? one.offset > other.offset : a < b
            }?.element
        }
        var media = PostMedia()
        if let film = best(films) {
            media[.kind] = Found("video", at: node["video_versions"].path)
            media[.url] = film["url"].word
            media[.poster] = best(pictures)?["url"].word
            if let seconds = node["video_duration"].value?.double {
                media[.durationMs] = Found(JSONValue(Int64(seconds * 1000)), at: node["video_duration"].path)
            }
        } else {
            media[.kind] = Found("image", at: node["image_versions2"].path)
            media[.url] = best(pictures)?["url"].word
        }
        media[.alt] = node["accessibility_caption"].word
        media[.width] = node["original_width"].count
        media[.height] = node["original_height"].count
        return media
    }

    private static func comment(_ node: JSONNode, _ platform: Platform, _ shape: String) -> Post {
        var comment = Post(platform, shape: shape)
        comment[.postId] = node["pk"].id
        comment[.text] = node["text"].text
        comment[.createdAt] = node["created_at"].seconds
        comment.author[.id] = node["user"]["pk"].id
        comment.author[.handle] = node["user"]["username"].word
        comment.counts[.likes] = node["comment_like_count"].count
        return comment
    }
}
