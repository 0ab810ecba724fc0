import Bytes
import Evidence
import Hashing
import Messages
import Posts

/// A line of `evidence/posts.jsonl` (`Schemas/post.schema.json`), never longer than the format allows.
enum PostLine {
    /// What may be left out of a post that is too long for a line, in this order.
    private static let lessImportant = [
        "witnesses", "comments", "thread", "sources", "quoted", "edits", "text",
    ]

    static func bytes(
        _ post: WitnessedPost, isReported: Bool, visible: VisibleText?, media: [String: RecordedMedia],
        proof: AuthorProofResult?
    ) -> [UInt8] {
        var members = (post.json.object ?? []).map { member in
            guard member.name == "media" else { return member }
            let files = (member.value.array ?? []).map { file($0, post.main.address, media) }
            return JSONMember("media", .array(files))
        }
        if isReported { members.append(JSONMember("reported", true)) }
        if let visible { members.append(JSONMember("visibleText", .string(visible.rawValue))) }
        if let proof { members.append(JSONMember("authorProof", proof.json)) }
        members.append(JSONMember("reader", SoftwareVersion.json))
        var left: [JSONValue] = []
        for name in lessImportant {
            let line = JSONValue.object(members + (left.isEmpty ? [] : [JSONMember("leftOut", .array(left))]))
                .serialized()
            if line.count <= BundleLimits.lineBytes { return line }
            guard members.contains(where: { $0.name == name }) else { continue }
            members.removeAll { $0.name == name }
            left.append(.string(name))
        }
        // Only names and ids are left; a post that has them longer than this is no post.
        return JSONValue.object(
            members.filter { ["platform", "postId", "url", "shape", "record"].contains($0.name) }
                .filter { $0.value.serialized().count < 8192 } + [JSONMember("leftOut", ["all"])]
        ).serialized()
    }

    /// A medium with the record that holds its bytes, where there is one.
    private static func file(_ medium: JSONValue, _ base: String, _ media: [String: RecordedMedia])
        -> JSONValue
    {
        guard let url = medium["url"]?.string, let address = HTTPAddress(base)?.following(url),
            let recorded = media[address.text]
        else { return medium }
        var members = medium.object ?? []
        members.append(JSONMember("record", .string(recorded.record)))
        if let digest = recorded.digest { members.append(JSONMember("digest", .string(digest.text))) }
        return .object(members)
    }
}
