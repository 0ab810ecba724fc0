import Bytes

/// What a signed JSON file calls itself in its first member.
public enum SignedFormat: Equatable {
    /// The version that this program writes.
    case current
    /// The same kind of file in another version.
    case otherVersion(String)
    /// Another kind of file, or none.
    case other

    /// Reads `{"format":"NAME/VERSION"` of `bytes`, where `current` is the format that is expected.
    public static func read(_ bytes: [UInt8], expecting current: String) -> SignedFormat {
        guard let value = try? JSONReader.parse(bytes), let first = value.object?.first,
            first.name == "format", let format = first.value.string
        else { return .other }
        if format.utf8.elementsEqual(current.utf8) { return .current }
        guard let slash = current.lastIndex(of: "/") else { return .other }
        return format.hasPrefix(current[...slash]) ? .otherVersion(format) : .other
    }
}
