public import Bytes

extension Post {
    /// The post with the names of `Schemas/post.schema.json`; `record` names the record that the body is of.
    ///
    /// `withSources` is false for who needs no places, which cost as much as the values.
    public func json(record: String?, withSources: Bool = true) -> JSONValue {
        var members = self.members
        members.insert(JSONMember("platform", .string(platform.rawValue)), at: 0)
        members.append(JSONMember("shape", .string(shape)))
        if let inside { members.append(JSONMember("inside", .string(inside))) }
        if let record { members.append(JSONMember("record", .string(record))) }
        if withSources {
            members.append(JSONMember("sources", .object(sources("").map { JSONMember($0, .string($1)) })))
        }
        return .object(members)
    }

    private var members: [JSONMember] {
        var members = fields.members
        func add(_ name: String, _ object: [JSONMember]) {
            if !object.isEmpty { members.append(JSONMember(name, .object(object))) }
        }
        func add(_ name: String, _ posts: [Post]) {
            if !posts.isEmpty { members.append(JSONMember(name, .array(posts.map { .object($0.members) }))) }
        }
        add("author", author.members)
        add("counts", counts.members)
        if !media.isEmpty { members.append(JSONMember("media", .array(media.map { .object($0.members) }))) }
        for relation in Relation.allCases {
            guard let other = self[relation] else { continue }
            // These are people first, and posts only where one is named.
            let isPerson = relation == .forwardedFrom || relation == .repostedBy
            add(relation.rawValue, isPerson ? other.fields.members + other.author.members : other.members)
        }
        if let poll { add("poll", poll.members) }
        add("edits", edits.members)
        add("card", card.members)
        add("thread", thread)
        if !ancestors.isEmpty || !descendants.isEmpty {
            members.append(JSONMember("thread", conversation))
        }
        add("comments", comments)
        add("unavailable", unavailable.members)
        return members
    }

    /// Posts above by their ids, posts below with who says what to whom; a forum has only posts below.
    private var conversation: JSONValue {
        let below = descendants.map { post -> JSONValue in
            var members = FieldSet<Field>()
            for name in [Field.postId, .url, .createdAt, .text] { members[name] = post[name] }
            var all = members.members
            if let handle = post.author[.handle] { all.append(JSONMember("handle", handle.value)) }
            if let parent = post[.replyTo]?[.postId] { all.append(JSONMember("replyTo", parent.value)) }
            return .object(all)
        }
        guard platform != .reddit else { return .array(below) }
        return [
            "ancestors": .array(ancestors.compactMap { $0[.postId]?.value }), "descendants": .array(below),
        ]
    }

    private func sources(_ prefix: String) -> [(String, String)] {
        var sources =
            fields.sources(prefix) + author.sources(prefix + "author.") + counts.sources(prefix + "counts.")
        for (place, one) in media.enumerated() { sources += one.sources("\(prefix)media.\(place).") }
        for relation in Relation.allCases {
            sources += self[relation]?.sources("\(prefix)\(relation.rawValue).") ?? []
        }
        sources += poll?.sources(prefix + "poll.") ?? []
        sources += edits.sources(prefix + "edits.") + card.sources(prefix + "card.")
        for (name, posts) in [
            ("thread", thread), ("thread.ancestors", ancestors), ("thread.descendants", descendants),
            ("comments", comments),
        ] {
            for (place, one) in posts.enumerated() { sources += one.sources("\(prefix)\(name).\(place).") }
        }
        return sources + unavailable.sources(prefix + "unavailable.")
    }
}

extension Poll {
    var members: [JSONMember] {
        let choices = JSONMember("options", .array(options.map { .object($0.members) }))
        return fields.members + (options.isEmpty ? [] : [choices])
    }

    func sources(_ prefix: String) -> [(String, String)] {
        fields.sources(prefix)
            + options.enumerated().flatMap { place, one in one.sources("\(prefix)options.\(place).") }
    }
}
