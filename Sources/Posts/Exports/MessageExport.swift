import Bytes

/// E-mails, and pages that a browser saved in the form of e-mails.
enum MessageExport {
    static func email(_ bytes: [UInt8], name: String) -> Post? {
        guard let message = MIMEMessage(bytes[...]), message["from"] != nil || message["date"] != nil else {
            return nil
        }
        var post = Post(.email, shape: "email/1")
        func found(_ field: String) -> Found? {
            message[field].flatMap { $0.isEmpty ? nil : Found(.string($0), at: "\(name)#\(field)") }
        }
        post[.postId] = found("message-id")
        post[.title] = found("subject")
        if let from = found("from"), let text = from.string {
            if let open = text.lastIndex(of: "<"), text.hasSuffix(">") {
                post.author[.handle] = Found(
                    .string(String(text[text.index(after: open)...].dropLast())), at: from.path)
                let name = text[..<open].filter { $0 != "\"" }.split(separator: " ").joined(separator: " ")
                if !name.isEmpty { post.author[.name] = Found(.string(name), at: from.path) }
            } else {
                post.author[.handle] = from
            }
        }
        post[.createdAt] = found("date")?.map(time)
        if post[.createdAt] == nil { post[.date] = found("date") }
        if let parent = found("in-reply-to") {
            var other = Post(.email, shape: post.shape)
            other[.postId] = parent
            post[.replyTo] = other
        }
        let leaves = message.leaves
        if let plain = leaves.first(where: {
            $0.mediaType == "text/plain" && $0["content-disposition"]?.hasPrefix("attachment") != true
        }) {
            post[.text] = Found(.string(plain.text.replacing("\r\n", with: "\n")), at: "\(name)#text/plain")
        } else if let page = leaves.first(where: { $0.mediaType == "text/html" }),
            let html = try? HTMLDocument(page.text)
        {
            post[.text] = Found(.string(html.root.plainText), at: "\(name)#text/html")
        }
        for leaf in leaves {
            guard let file = leaf.fileName else { continue }
            var media = PostMedia()
            let type = leaf.mediaType
            let kind = ["image", "video", "audio"].first { type.hasPrefix($0 + "/") } ?? "file"
            media[.kind] = Found(.string(kind), at: "\(name)#content-type")
            media[.name] = Found(.string(file), at: "\(name)#content-disposition")
            post.media.append(media)
        }
        return post
    }

    /// A page that was saved whole: each part that is a page is read like a recorded answer.
    static func pagePosts(_ bytes: [UInt8], name: String) -> [Post] {
        guard let message = MIMEMessage(bytes[...]) else { return [] }
        let own = message["snapshot-content-location"]
        return message.leaves.enumerated().flatMap { place, part -> [Post] in
            guard let address = part["content-location"] ?? (place == 0 ? own : nil),
                PostCollection.mayHoldPosts(address: address, mediaType: part.mediaType)
            else { return [] }
            return PostReaders.posts(
                in: PostBody(address: address, mediaType: part.mediaType, bytes: part.contents),
                inside: "\(name)#part \(place + 1)")
        }
    }

    /// `Sat, 03 Oct 2026 18:22:41 +0100` in UTC.
    private static func time(_ text: String) -> String? {
        var parts = text.split { $0 == " " || $0 == "," }.map(String.init)
        if let first = parts.first, Int(first) == nil { parts.removeFirst() }
        guard parts.count >= 5, let day = Int(parts[0]),
            let month = PostTime.months.firstIndex(of: parts[1].prefix(3).capitalized)
        else {
            return nil
        }
        let clock = parts[3].split(separator: ":").count == 2 ? parts[3] + ":00" : parts[3]
        let zone = parts[4].first == "+" || parts[4].first == "-" ? parts[4] : "Z"
        return PostTime.text("\(parts[2])-\(Digits.padded(month + 1))-\(Digits.padded(day))T\(clock)\(zone)")
    }
}

extension MIMEMessage {
    /// The name of an attached file.
    fileprivate var fileName: String? {
        guard let field = self["content-disposition"], field.lowercased().hasPrefix("attachment") else {
            return nil
        }
        let mark = field.firstRange(of: "filename=")
        return mark.map { String(field[$0.upperBound...].prefix { $0 != ";" }).filter { $0 != "\"" } }
    }
}

extension Substring {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
