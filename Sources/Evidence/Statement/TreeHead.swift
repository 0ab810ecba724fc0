public import Bytes
public import Hashing

/// How many lines a tree has, and its root.
public struct TreeHead: Sendable, Equatable {
    public let count: Int
    public let root: SHA256Digest

    public init(count: Int, root: SHA256Digest) {
        self.count = count
        self.root = root
    }

    public var json: JSONValue { ["count": JSONValue(count), "root": .string(root.text)] }

    init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        count = try object.count("count")
        root = try object.digest("root")
        try object.finish()
    }
}

extension JSONObject {
    /// The next member as a digest, `sha256:` and 64 hexadecimal digits.
    public mutating func digest(_ name: String) throws(JSONShapeError) -> SHA256Digest {
        guard let digest = SHA256Digest(text: try string(name)) else { throw wrong(name, "must be a digest") }
        return digest
    }

    /// The next member as a digest, or nil for null.
    public mutating func digestOrNull(_ name: String) throws(JSONShapeError) -> SHA256Digest? {
        guard let text = try stringOrNull(name) else { return nil }
        guard let digest = SHA256Digest(text: text) else { throw wrong(name, "must be a digest or null") }
        return digest
    }

    /// The next member as a bundle's name, `urn:uuid:…`.
    public mutating func bundle(_ name: String) throws(JSONShapeError) -> RandomUUID {
        guard let id = RandomUUID(urn: try string(name)) else {
            throw wrong(name, "must be urn:uuid: and a version 4 UUID")
        }
        return id
    }

    /// The next member as a bundle's name, or nil for null.
    public mutating func bundleOrNull(_ name: String) throws(JSONShapeError) -> RandomUUID? {
        guard let text = try stringOrNull(name) else { return nil }
        guard let id = RandomUUID(urn: text) else {
            throw wrong(name, "must be urn:uuid: and a version 4 UUID, or null")
        }
        return id
    }

    /// The next member as canonical base 64.
    public mutating func base64(_ name: String) throws(JSONShapeError) -> [UInt8] {
        guard let bytes = Base64.decode(try string(name)) else { throw wrong(name, "must be base 64") }
        return bytes
    }

    /// The next member as a list of strings.
    public mutating func strings(_ name: String) throws(JSONShapeError) -> [String] {
        guard let values = try value(name).array else { throw wrong(name, "must be a list") }
        var strings: [String] = []
        for value in values {
            guard let text = value.string else { throw wrong(name, "must be a list of strings") }
            strings.append(text)
        }
        return strings
    }

    /// The next member as a time in whole seconds, in its one spelling.
    public mutating func wholeSeconds(_ name: String) throws(JSONShapeError) -> Timestamp {
        let text = try string(name)
        guard let time = Timestamp(text), time.text == text else {
            throw wrong(name, "must be a time in UTC in whole seconds")
        }
        return time
    }
}
