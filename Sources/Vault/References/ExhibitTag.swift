public import Reading

/// Words that officers put on exhibits.
public enum ExhibitTag {
    /// Tags with which an exhibit is treated as if its report had said so.
    public static let sensitive: Set<String> = Set(SensitiveFlag.allCases.map(\.rawValue))

    /// What the reports in a bundle say. A case file that cannot be read may have said anything.
    public static func flags(of bundle: ReadableBundle) -> Set<String> {
        (try? bundle.flags()) ?? sensitive
    }

    /// The tags in a text of an event, with a space between.
    static func list(_ text: String?) -> Set<String> {
        Set((text ?? "").split(separator: " ").map(String.init).filter(isValid))
    }

    /// Whether a text can be a tag: 1 to 40 of `a` to `z`, `0` to `9`, `-`, `_` and `.`, not beginning with `-`.
    public static func isValid(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x5F, 0x2E].contains($0)
            }
    }
}
