import Bytes

/// The contents that an officer's key signs, and no other (bundle format, section 7): so that a signature of one kind can
/// never pass as another's.
public enum SignableFormat {
    private static let names = [
        "exhibit-plan", "exhibit-statement", "exhibit-derivation", "exhibit-custody-event",
        "exhibit-handover", "exhibit-receipt", "exhibit-parts",
    ]

    /// Whether the first member of a content is a `format` of these.
    public static func allows(_ content: [UInt8]) -> Bool {
        guard let first = (try? JSONReader.parse(content))?.object?.first, first.name == "format",
            let format = first.value.string
        else { return false }
        return names.contains { format.hasPrefix($0 + "/") }
    }
}
