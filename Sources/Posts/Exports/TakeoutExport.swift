import Bytes
import Tables

/// Google Takeout: what an account did on YouTube and elsewhere.
enum TakeoutExport {
    static func activity(_ node: JSONNode) -> Post? {
        guard node["time"].exists, node["title"].exists else { return nil }
        var post = Post(node["header"].string == "YouTube" ? .youtube : .web, shape: "takeout-activity/1")
        post[.createdAt] = node["time"].time
        post[.title] = node["title"].text
        post[.link] = node["titleUrl"].word
        post[.labels] = Found(["activity of the account, no post"], at: node.path)
        if let channel = node["subtitles"][0]["name"].word {
            var other = Post(post.platform, shape: post.shape)
            other[.url] = node["titleUrl"].word
            other.author[.name] = channel
            other.author[.url] = node["subtitles"][0]["url"].word
            post[.quoted] = other
        }
        return post
    }

    /// `comments.csv`; the text of a comment is JSON in a cell.
    static func comments(_ bytes: [UInt8], name file: String) -> [Post] {
        let rows = DelimitedText(TextEncoding.decode(bytes).text).rows.map(\.cells)
        guard let headings = rows.first else { return [] }
        func column(_ name: String) -> Int? { headings.firstIndex(of: name) }
        return rows.dropFirst().enumerated().compactMap { place, row in
            func cell(_ name: String) -> Found? {
                guard let column = column(name), row.indices.contains(column), !row[column].isEmpty else {
                    return nil
                }
                return Found(.string(row[column]), at: "\(file)#row \(place + 2), \(name)")
            }
            guard let id = cell("Comment ID") else { return nil }
            var post = Post(.youtube, shape: "takeout-comments/1")
            post[.postId] = id
            post.author[.id] = cell("Channel ID")
            post[.createdAt] = cell("Comment Create Timestamp")?.map(PostTime.text)
            post[.text] = cell("Comment Text").flatMap { found in
                let json = (try? JSONReader.parse(Array((found.string ?? "").utf8))).map { JSONNode($0) }
                guard let json else { return found }
                return (json["text"].text ?? json["takeoutSegments"][0]["text"].text).map {
                    Found($0.value, at: found.path)
                }
            }
            if let video = cell("Video ID") {
                var other = Post(.youtube, shape: post.shape)
                other[.postId] = cell("Parent Comment ID") ?? video
                other[.url] = video.map { "https://www.youtube.com/watch?v=\($0)" }
                post[.replyTo] = other
            }
            return post
        }
    }
}
