import Bytes

/// Texts as Facebook and Instagram export them: UTF-8 whose bytes were each written as a character.
enum MetaText {
    /// The text that was meant; unchanged where it was not written so.
    static func mended(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard scalar.value <= 0xFF else { return text }
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        }
        return String(validating: bytes, as: UTF8.self) ?? text
    }
}

extension JSONNode {
    /// A text of an export of Meta.
    var metaText: Found? { text?.map(MetaText.mended) }
    var metaWord: Found? { word?.map(MetaText.mended) }
}
