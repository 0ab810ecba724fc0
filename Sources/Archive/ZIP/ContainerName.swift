/// The names that a container may hold (bundle format, section 2).
public enum ContainerName {
    public static let maximumBytes = 255

    /// Whether `name` is one part or two of `[A-Za-z0-9._-]`, the folder without a dot.
    public static func isAllowed(_ name: String) -> Bool { isAllowed(name, parts: 1...2) }

    /// Whether `name` may stand in a bag: two parts to four, the folder at the top without a dot.
    public static func isAllowedInBag(_ name: String) -> Bool { isAllowed(name, parts: 2...4) }

    private static func isAllowed(_ name: String, parts allowed: ClosedRange<Int>) -> Bool {
        guard name.utf8.count <= maximumBytes else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard allowed.contains(parts.count) else { return false }
        for part in parts {
            guard !part.isEmpty, part.allSatisfy({ isPlain($0) }), !part.elementsEqual(".".utf8),
                !part.elementsEqual("..".utf8)
            else { return false }
        }
        return parts.count == 1 || !parts[0].contains(UInt8(ascii: "."))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
