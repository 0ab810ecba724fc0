public import Bytes
public import Evidence

/// What is different between two captures of one post.
public struct PostChanges: Sendable, Equatable {
    /// One thing that is different, in plain English; values are from outside, not escaped.
    public let lines: [String]

    /// Values that are the platform's own work and change by themselves.
    private static let ignored: Set = [
        "identifierTime", "sources", "record", "reader", "witnesses", "shape", "leftOut", "visibleText",
        "reported",
    ]

    public init(
        before: (outcome: CaptureOutcome, posts: [JSONValue]),
        after: (outcome: CaptureOutcome, posts: [JSONValue])
    ) {
        var lines: [String] = []
        if before.outcome.kind != after.outcome.kind {
            lines.append(
                "the outcome was “\(before.outcome.words)” and is “\(after.outcome.words)”: \(after.outcome.reason)"
            )
        }
        let old = before.posts.first { $0["reported"]?.bool == true }
        let new = after.posts.first { $0["reported"]?.bool == true }
        switch (old, new) {
        case (let old?, let new?): lines += Self.between(old, new)
        case (_?, nil): lines.append("the post was read before, and was not this time")
        case (nil, _?): lines.append("the post was not read before, and was this time")
        case (nil, nil): break
        }
        // Replies and others around it.
        let known = Set(before.posts.compactMap(Self.key))
        let now = Set(after.posts.compactMap(Self.key))
        let (more, fewer) = (now.subtracting(known).count, known.subtracting(now).count)
        if more > 0 { lines.append("\(more) posts around it were not there before") }
        if fewer > 0 { lines.append("\(fewer) posts around it are not there any more") }
        self.lines = lines
    }

    private static func key(_ post: JSONValue) -> String? {
        guard post["reported"]?.bool != true, let id = post["postId"]?.string else { return nil }
        return "\(post["platform"]?.string ?? "") \(id)"
    }

    private static func between(_ old: JSONValue, _ new: JSONValue) -> [String] {
        let names = (old.object ?? []).map(\.name) + (new.object ?? []).map(\.name).filter { old[$0] == nil }
        return names.filter { !ignored.contains($0) }.flatMap { name -> [String] in
            let (one, other) = (bare(old[name]), bare(new[name]))
            guard one != other else { return [] }
            if name == "counts" || name == "author" {
                let parts =
                    (one?.object ?? []).map(\.name)
                    + (other?.object ?? []).map(\.name).filter { one?[$0] == nil }
                return parts.filter { one?[$0] != other?[$0] }.map {
                    "\(name) \($0): \(text(one?[$0])) → \(text(other?[$0]))"
                }
            }
            if let list = one?.array, let longer = other?.array, name != "media" {
                return ["\(name): \(list.count) → \(longer.count)"]
            }
            return ["\(name): \(text(one)) → \(text(other))"]
        }
    }

    /// Without the records of one capture.
    private static func bare(_ value: JSONValue?) -> JSONValue? {
        switch value {
        case .array(let values)?: .array(values.compactMap { bare($0) })
        case .object(let members)?:
            .object(
                members.filter { $0.name != "record" && $0.name != "digest" }.compactMap { member in
                    bare(member.value).map { JSONMember(member.name, $0) }
                })
        default: value
        }
    }

    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil: "nothing"
        case .string(let text)?: "“\(text)”"
        case let value?: String(decoding: value.serialized().prefix(500), as: UTF8.self)
        }
    }
}
