public import Bytes

/// A signed JSON file that is not in the grammar of the bundle format.
public enum StatementError: Error, Equatable, CustomStringConvertible {
    case json(JSONError)
    case shape(JSONShapeError)
    /// The same values, but not in the one spelling of the format.
    case notCanonical

    public var description: String {
        switch self {
        case .json(let error): error.description
        case .shape(let error): error.description
        case .notCanonical: "is not in the one spelling of the format"
        }
    }

    static func reading(_ bytes: [UInt8]) throws(StatementError) -> JSONValue {
        do {
            return try JSONReader.parse(bytes)
        } catch {
            throw .json(error)
        }
    }
}
