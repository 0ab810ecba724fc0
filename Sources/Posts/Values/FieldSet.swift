import Bytes

/// Named values, each with its place, in the order of their names.
public struct FieldSet<Name>: Sendable, Equatable
where Name: RawRepresentable<String> & CaseIterable & Hashable & Sendable {
    private var values: [Name: Found] = [:]

    public init() {}

    public subscript(_ name: Name) -> Found? {
        get { values[name] }
        set { values[name] = newValue }
    }

    public var isEmpty: Bool { values.isEmpty }

    /// Sets what is not there yet.
    mutating func fill(_ name: Name, _ found: Found?) {
        if values[name] == nil { values[name] = found }
    }

    /// Those that are there, in the order of `Name`.
    public var all: [(name: Name, found: Found)] {
        Name.allCases.compactMap { name in values[name].map { (name, $0) } }
    }

    var members: [JSONMember] { all.map { JSONMember($0.name.rawValue, $0.found.value) } }

    func sources(_ prefix: String) -> [(String, String)] {
        all.map { (prefix + $0.name.rawValue, $0.found.path) }
    }
}
