import Bytes

/// Lines of one tree that follow one another and are withheld for one reason.
public struct WithheldLines: Sendable, Equatable {
    /// Which of the two files of lines.
    public enum Tree: String, Sendable {
        case records, files
    }

    /// A line, counted from 1.
    public struct Place: Sendable, Hashable {
        public let tree: Tree
        public let line: Int

        public init(_ tree: Tree, _ line: Int) {
            self.tree = tree
            self.line = line
        }
    }

    public let tree: Tree
    public let lines: ClosedRange<Int>
    public let reason: WithholdingReason

    public init(_ tree: Tree, _ lines: ClosedRange<Int>, _ reason: WithholdingReason) {
        self.tree = tree
        self.lines = lines
        self.reason = reason
    }

    var json: JSONValue {
        [
            "tree": .string(tree.rawValue), "from": JSONValue(lines.lowerBound),
            "to": JSONValue(lines.upperBound), "reason": .string(reason.rawValue),
        ]
    }

    init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        tree = try object.tree()
        let from = try object.count("from")
        let to = try object.count("to")
        guard from >= 1, from <= to else {
            throw object.wrong("to", "must not be before from, nor from before 1")
        }
        lines = from...to
        guard let reason = WithholdingReason(rawValue: try object.string("reason")) else {
            throw object.wrong("reason", "must be a reason of the format")
        }
        self.reason = reason
        try object.finish()
    }
}

extension JSONObject {
    /// The next member as the name of a tree.
    mutating func tree() throws(JSONShapeError) -> WithheldLines.Tree {
        guard let tree = WithheldLines.Tree(rawValue: try string("tree")) else {
            throw wrong("tree", "must be records or files")
        }
        return tree
    }
}
