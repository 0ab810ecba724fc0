/// JSON that is well formed but not of the shape that its schema asks for.
public struct JSONShapeError: Error, Equatable, CustomStringConvertible {
    /// Where, as `/window/begun`.
    public let path: String
    /// What was asked for there.
    public let rule: String

    public init(path: String, rule: String) {
        self.path = path
        self.rule = rule
    }

    public var description: String { "\(path.isEmpty ? "/" : path): \(rule)" }
}

/// Reads the members of one object of a closed schema: in their order, each exactly once, no other.
///
/// Signed files are written in one way only, so a member out of its place is refused, not searched for.
public struct JSONObject {
    private let path: String
    private var rest: ArraySlice<JSONMember>

    public init(_ value: JSONValue, path: String = "") throws(JSONShapeError) {
        guard case .object(let members) = value else {
            throw JSONShapeError(path: path, rule: "must be an object")
        }
        self.path = path
        rest = members[...]
    }

    /// The value of the next member, which must be called `name`.
    public mutating func value(_ name: String) throws(JSONShapeError) -> JSONValue {
        guard let next = rest.first, next.name.utf8.elementsEqual(name.utf8) else {
            throw JSONShapeError(path: path + "/" + name, rule: "must be the next member")
        }
        rest.removeFirst()
        return next.value
    }

    public mutating func string(_ name: String) throws(JSONShapeError) -> String {
        guard let text = try value(name).string else { throw wrong(name, "must be a string") }
        return text
    }

    /// A string, or nil for null.
    public mutating func stringOrNull(_ name: String) throws(JSONShapeError) -> String? {
        let value = try value(name)
        if value.isNull { return nil }
        guard let text = value.string else { throw wrong(name, "must be a string or null") }
        return text
    }

    /// A whole number that is not negative.
    public mutating func count(_ name: String) throws(JSONShapeError) -> Int {
        guard let number = try value(name).integer, number >= 0 else {
            throw wrong(name, "must be a whole number, not negative")
        }
        return Int(number)
    }

    public mutating func timestamp(_ name: String) throws(JSONShapeError) -> Timestamp {
        guard let time = Timestamp(try string(name)) else { throw wrong(name, "must be a time in UTC") }
        return time
    }

    public mutating func array(_ name: String) throws(JSONShapeError) -> [JSONValue] {
        guard let values = try value(name).array else { throw wrong(name, "must be a list") }
        return values
    }

    public mutating func object(_ name: String) throws(JSONShapeError) -> JSONObject {
        try JSONObject(try value(name), path: path + "/" + name)
    }

    /// Whether the next member is called `name`.
    public func hasNext(_ name: String) -> Bool { rest.first?.name.utf8.elementsEqual(name.utf8) ?? false }

    /// The next member as a whole number that is not negative, or nil for null.
    public mutating func countOrNull(_ name: String) throws(JSONShapeError) -> Int? {
        let value = try value(name)
        if value.isNull { return nil }
        guard let number = value.integer, number >= 0 else {
            throw wrong(name, "must be a whole number, not negative, or null")
        }
        return Int(number)
    }

    /// Refuses what is left.
    public func finish() throws(JSONShapeError) {
        if let surplus = rest.first {
            throw JSONShapeError(
                path: path + "/" + SafeText.escaped(surplus.name, limit: 80), rule: "must not be there")
        }
    }

    /// An error about the member `name` of this object.
    public func wrong(_ name: String, _ rule: String) -> JSONShapeError {
        JSONShapeError(path: path + "/" + name, rule: rule)
    }
}
