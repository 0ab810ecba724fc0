import Bytes

/// A place in a JSON body: a value, or nothing, and the pointer to it (RFC 6901).
struct JSONNode: Sendable {
    let value: JSONValue?
    let path: String

    /// `path` is where the value itself stands, empty for a whole body.
    init(_ value: JSONValue?, at path: String = "") {
        self.value = value
        self.path = path
    }

    /// The member of this name; nothing where there is none.
    subscript(_ name: String) -> JSONNode {
        let escaped =
            name.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
            ? name.replacing("~", with: "~0").replacing("/", with: "~1") : name
        return JSONNode(value?[name], at: "\(path)/\(escaped)")
    }

    /// The element at this place of an array.
    subscript(_ place: Int) -> JSONNode {
        let elements = value?.array
        let isThere = elements.map { $0.indices.contains(place) } ?? false
        return JSONNode(isThere ? elements?[place] : nil, at: "\(path)/\(place)")
    }

    var exists: Bool { value.map { !$0.isNull } ?? false }
    var string: String? { value?.string }
    var bool: Bool? { value?.bool }
    var integer: Int64? { value?.integer ?? value?.string.flatMap { Int64($0) } }

    /// The elements of an array, none for anything else.
    var items: [JSONNode] {
        (value?.array ?? []).enumerated().map { JSONNode($1, at: "\(path)/\($0)") }
    }

    /// The members of an object, in their order.
    var members: [(name: String, node: JSONNode)] {
        (value?.object ?? []).map { ($0.name, self[$0.name]) }
    }

    // MARK: What a post takes over

    /// A text; an empty one counts.
    var text: Found? { string.map { Found(.string($0), at: path) } }

    /// A text that is not empty.
    var word: Found? { string.flatMap { $0.isEmpty ? nil : Found(.string($0), at: path) } }

    /// An id: a text, or a whole number as its digits.
    var id: Found? {
        if let word { return word }
        return value?.integer.map { Found(.string(String($0)), at: path) }
    }

    /// A whole number, also one that is written as a text.
    var count: Found? { integer.map { Found(JSONValue($0), at: path) } }

    var number: Found? {
        if case .number? = value, let value { return Found(value, at: path) }
        return nil
    }

    var flag: Found? { bool.map { Found(.bool($0), at: path) } }

    /// A true one.
    var mark: Found? { bool == true ? flag : nil }

    /// A time in one of the forms of `PostTime`.
    var time: Found? {
        if let string { return PostTime.text(string).map { Found(.string($0), at: path) } }
        return seconds
    }

    /// A time in seconds since 1970, also as a text.
    var seconds: Found? {
        if let integer { return Found(.string(PostTime.text(seconds: integer)), at: path) }
        guard let double = value?.double, abs(double) < 1e12 else { return nil }
        return Found(.string(PostTime.text(seconds: Int64(double))), at: path)
    }

    var milliseconds: Found? {
        integer.map { Found(.string(PostTime.text(milliseconds: $0)), at: path) }
    }

    // MARK: Search

    /// Every object inside, at most so many, for which this holds; what is inside one that was found is not searched. From the outside in, in the order of the body.
    func objects(most: Int = 500, where isWanted: (JSONNode) -> Bool) -> [JSONNode] {
        var found: [JSONNode] = []
        var open = [self]
        var seen = 0
        while let node = open.popLast(), found.count < most, seen < 2_000_000 {
            seen += 1
            switch node.value {
            case .object?:
                if isWanted(node) { found.append(node) } else { open += node.members.map(\.node).reversed() }
            case .array?: open += node.items.reversed()
            default: break
            }
        }
        return found
    }

    /// The first one.
    func object(where isWanted: (JSONNode) -> Bool) -> JSONNode? { objects(most: 1, where: isWanted).first }
}
