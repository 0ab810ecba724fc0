/// The paths that the payload of a handover may have. They are a narrow choice of what RFC 8493 allows: so no two systems see different
/// names, and nothing is left to percent-encode or to normalise.
public enum BagPath {
    private static let maximumBytes = 200

    /// `data/` and one or two names of `[A-Za-z0-9._-]` that do not begin with a dot.
    public static func isAllowed(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count) && parts[0] == "data" && parts.dropFirst().allSatisfy(isName)
    }

    private static func isName(_ name: Substring) -> Bool {
        (1...maximumBytes).contains(name.utf8.count) && !name.hasPrefix(".") && name.utf8.allSatisfy(isPlain)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Whether one path stands before the other: by their bytes.
    static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// A path under `data/` for a file of any name, that differs from those in `taken` in more than case. What is not allowed in it
    /// becomes `_`.
    public static func path(for name: String, ending: String, taken: Set<String>) -> String {
        var stem = String(decoding: name.utf8.map { isPlain($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        if stem.hasSuffix(ending) { stem.removeLast(ending.count) }
        stem = String(stem.prefix(100))
        if stem.isEmpty || stem.hasPrefix(".") { stem = "_" + stem }
        var path = "data/\(stem)\(ending)"
        var number = 2
        let taken = Set(taken.map { $0.lowercased() })
        while taken.contains(path.lowercased()) {
            path = "data/\(stem)-\(number)\(ending)"
            number += 1
        }
        return path
    }
}
