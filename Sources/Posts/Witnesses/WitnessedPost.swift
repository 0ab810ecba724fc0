public import Bytes

/// A post with all records of one capture that hold it, and what they say alike and differently.
public struct WitnessedPost: Sendable {
    /// The reading that says most; nothing of the others is mixed into it.
    public let main: PostReading
    public let witnesses: [Witness]
    /// What the identifier tells of the time, beside the time stated.
    public let identifierTime: IdentifierTimeCheck?

    /// Another reading of the same post, compared with the main one.
    public struct Witness: Sendable {
        public let reading: PostReading
        /// Names of fields that say the same.
        public let agree: [String]
        /// Fields that say another thing, with what this witness says.
        public let differ: [(name: String, value: JSONValue)]
        /// Fields that this witness alone has.
        public let alone: [(name: String, value: JSONValue)]
    }

    /// Nil for no readings.
    init?(_ readings: [PostReading]) {
        guard let first = readings.first else { return nil }
        var main = first
        var most = first.post.leaves.count
        for reading in readings.dropFirst() {
            // A post is told from its absence by what is there: one that is unavailable says least.
            let count = reading.post.isUnavailable ? 0 : reading.post.leaves.count
            if count > most { (main, most) = (reading, count) }
        }
        self.main = main
        let leaves = main.post.leaves
        witnesses = readings.filter { $0 != main }.map { reading in
            var agree: [String] = []
            var differ: [(String, JSONValue)] = []
            var alone: [(String, JSONValue)] = []
            for (name, value) in reading.post.leaves {
                guard let other = leaves.first(where: { $0.name == name })?.value else {
                    alone.append((name, value))
                    continue
                }
                if Post.isSame(name, value, other) {
                    agree.append(name)
                } else {
                    differ.append((name, value))
                }
            }
            return Witness(reading: reading, agree: agree, differ: differ, alone: alone)
        }
        identifierTime = IdentifierTimeCheck(main.post)
    }

    /// The post with the names of `Schemas/post.schema.json`.
    public var json: JSONValue {
        var members = main.post.json(record: main.record).object ?? []
        if let identifierTime { members.append(JSONMember("identifierTime", identifierTime.json)) }
        if !witnesses.isEmpty {
            members.append(JSONMember("witnesses", .array(witnesses.map(\.json))))
        }
        return .object(members)
    }
}

extension WitnessedPost.Witness {
    var json: JSONValue {
        func object(_ fields: [(name: String, value: JSONValue)]) -> JSONValue {
            .object(fields.map { JSONMember($0.name, $0.value) })
        }
        var members = [
            JSONMember("record", .string(reading.record)), JSONMember("shape", .string(reading.post.shape)),
            JSONMember("agree", .array(agree.map { .string($0) })), JSONMember("differ", object(differ)),
            JSONMember("alone", object(alone)),
        ]
        let parts: Set = ["thread", "comments", "edits", "poll"]
        members += (reading.post.json(record: nil).object ?? []).filter { parts.contains($0.name) }
        return .object(members)
    }
}

extension Post {
    /// Values that can be compared one by one.
    fileprivate var leaves: [(name: String, value: JSONValue)] {
        fields.all.map { ($0.name.rawValue, $0.found.value) }
            + author.all.map { ("author." + $0.name.rawValue, $0.found.value) }
            + counts.all.map { ("counts." + $0.name.rawValue, $0.found.value) }
            + media.enumerated().flatMap { place, one in
                one.all.map { ("media.\(place).\($0.name.rawValue)", $0.found.value) }
            }
            + unavailable.all.map { ("unavailable." + $0.name.rawValue, $0.found.value) }
    }

    /// Times are the same when they are so as far as the coarser of them is told; texts but for white space.
    fileprivate static func isSame(_ name: String, _ one: JSONValue, _ other: JSONValue) -> Bool {
        if one == other { return true }
        guard let one = one.string, let other = other.string else { return false }
        if name.hasSuffix("At") { return PostTime.agree(one, other) }
        if name == "text" {
            return one.split(whereSeparator: \.isWhitespace) == other.split(whereSeparator: \.isWhitespace)
        }
        if name == "author.handle" { return one.lowercased() == other.lowercased() }
        return false
    }
}
