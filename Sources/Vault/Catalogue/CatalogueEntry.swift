public import Bytes
public import Hashing

/// An exhibit as the catalogue has it.
public struct CatalogueEntry: Sendable, Equatable {
    /// What the bundle says of its capture. A reading: the verifier tells whether it is so.
    public struct Capture: Sendable, Equatable {
        public let address: String
        public let outcome: String
        public let engine: String
        public let captured: String
        public let page: String
        public let platform: String
        public let author: String
        public let posted: String
        public let posts: Int
        public let signer: String
        public let bytes: Int
    }

    /// Number of the entry of the log that catalogued it.
    public let entry: Int
    public let bundle: RandomUUID
    public let reference: ExhibitReference
    /// Empty for one that is in no case.
    public let casework: String
    public let title: String
    /// Of the whole file, as the log has it.
    public let digest: SHA256Digest?
    public let added: String
    public let by: String
    /// What its reports say of who is seen or in danger.
    public let flags: [String]
    public let tags: [String]
    public let reports: [String]
    /// Nil for one that was disposed of, and for one whose bundle could not be read when it was catalogued.
    public let capture: Capture?
    public let keepUntil: String?
    public let keepReason: String?
    /// When it was disposed of, and why.
    public let disposed: String?
    public let disposal: String?

    /// `OP-HERON:SJ/1`, or `SJ/1` for one that is in no case.
    public var name: String { (casework.isEmpty ? "" : casework + ":") + reference.text }

    /// Why its contents are not shown without being asked for twice: `under 18`, `intimate image`. Empty for others.
    public var sensitivities: [String] {
        ExhibitTag.sensitive.filter { flags.contains($0) || tags.contains($0) }.map(Self.words).sorted()
    }

    /// A flag as a person reads it.
    public static func words(_ flag: String) -> String { flag.replacing("-", with: " ") }

    public var isSensitive: Bool { !sensitivities.isEmpty }

    /// As `Schemas/exhibit-list.schema.json` has it.
    public var json: JSONValue {
        var members: [JSONMember] = [
            JSONMember("reference", .string(reference.text)), JSONMember("case", .string(casework)),
            JSONMember("bundle", .string(bundle.urn)), JSONMember("title", .string(title)),
            JSONMember("digest", JSONValue(digest?.text)), JSONMember("added", .string(added)),
            JSONMember("by", .string(by)), JSONMember("flags", .array(flags.map(JSONValue.string))),
            JSONMember("tags", .array(tags.map(JSONValue.string))),
            JSONMember("reports", .array(reports.map(JSONValue.string))),
            JSONMember("sensitive", .bool(isSensitive)), JSONMember("capture", capture?.json ?? .null),
        ]
        let retention: JSONValue? = keepUntil.map { ["until": .string($0), "reason": JSONValue(keepReason)] }
        let disposal: JSONValue? = disposed.map { ["time": .string($0), "reason": JSONValue(self.disposal)] }
        members.append(JSONMember("retention", retention ?? .null))
        members.append(JSONMember("disposal", disposal ?? .null))
        return .object(members.sorted { $0.name < $1.name })
    }
}

extension CatalogueEntry.Capture {
    var json: JSONValue {
        [
            "address": .string(address), "author": .string(author), "bytes": JSONValue(bytes),
            "captured": .string(captured), "engine": .string(engine), "outcome": .string(outcome),
            "page": .string(page), "platform": .string(platform), "posted": .string(posted),
            "posts": JSONValue(posts), "signer": .string(signer),
        ]
    }
}
