public import Bytes

/// A value as a body holds it, and where.
public struct Found: Sendable, Equatable {
    public let value: JSONValue
    /// A JSON Pointer (RFC 6901) in a JSON body; in HTML the elements from the root, and after `#` a pointer into the JSON that the
    /// last of them holds. With a note in brackets where the value was worked out from what stands there.
    public let path: String

    public init(_ value: JSONValue, at path: String) {
        self.value = value
        self.path = path
    }

    public var string: String? { value.string }

    /// The same place, with what was worked out from its text; nil when nothing follows from it.
    func map(_ derive: (String) -> String?) -> Found? {
        string.flatMap(derive).map { Found(.string($0), at: path) }
    }
}
