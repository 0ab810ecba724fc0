import Bytes

/// A file that a derived bundle has and its original had not (bundle format, section 12.3).
public struct DerivedFile: Sendable, Equatable {
    /// How it was made from what it replaces.
    public enum Making: String, Sendable {
        case remade, reduced, filled, blurred
    }

    public let path: String
    /// The withheld line in whose place it stands.
    public let replaces: WithheldLines.Place
    public let how: Making

    public init(_ path: String, replaces: WithheldLines.Place, how: Making) {
        self.path = path
        self.replaces = replaces
        self.how = how
    }

    /// The files that every derived bundle has, in the lines 1 to 3 of the original's files.
    public static let alwaysRemade = [BundlePath.index, BundlePath.indexOfIndex, BundlePath.pages]

    /// Whether a file of this name may replace what it says, and so.
    var isAllowed: Bool {
        let line = replaces.line
        switch (path, replaces.tree, how) {
        case (BundlePath.index, .files, .remade): return line == 1
        case (BundlePath.indexOfIndex, .files, .remade): return line == 2
        case (BundlePath.pages, .files, .remade): return line == 3
        case (BundlePath.capture, .files, .reduced): return line == 4
        case (BundlePath.posts, .files, .reduced): return line >= 5
        case (_, .records, .filled), (_, .records, .blurred): return path == BundlePath.redacted(line)
        default: return false
        }
    }

    var json: JSONValue {
        [
            "path": .string(path),
            "replaces": ["tree": .string(replaces.tree.rawValue), "line": JSONValue(replaces.line)],
            "how": .string(how.rawValue),
        ]
    }

    init(_ object: JSONObject) throws(JSONShapeError) {
        var object = object
        path = try object.string("path")
        var place = try object.object("replaces")
        replaces = WithheldLines.Place(try place.tree(), try place.count("line"))
        try place.finish()
        guard let how = Making(rawValue: try object.string("how")) else {
            throw object.wrong("how", "must be remade, reduced, filled or blurred")
        }
        self.how = how
        guard isAllowed else {
            throw object.wrong("replaces", "is not what a file of this name may replace, or not so")
        }
        try object.finish()
    }
}
