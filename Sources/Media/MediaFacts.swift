import Files

/// What a picture or film says of itself: its size, what the camera noted, and whether it carries proof of where it came from.
///
/// A reading of the file's own words, none of which is checked; the file is never changed.
public struct MediaFacts: Sendable, Equatable {
    /// `JPEG`, `PNG`, `WebP`, `MP4` or `HEIC`.
    public let kind: String
    public var width: Int?
    public var height: Int?
    /// From EXIF.
    public var camera: CameraNotes?
    /// Whether there is a packet of XMP.
    public var hasXMP = false
    /// Whether there is a store of C2PA manifests. What is signed in it is not checked.
    public var hasC2PA = false

    init(kind: String) { self.kind = kind }

    /// How much of a file is looked at.
    private static let maximumBytes = 32 << 20

    /// Reads a file; nil for what is none of these kinds. Throws `FileError` when it cannot be read.
    public static func read(path: String) throws -> MediaFacts? {
        let file = try OpenFile.reading(path)
        let start = try file.read(at: 0, count: 16)
        guard kind(start) != nil else { return nil }
        return read(try file.read(at: 0, count: min(try file.size(), maximumBytes)))
    }

    /// Reads the beginning of a file, which may end anywhere.
    public static func read(_ bytes: [UInt8]) -> MediaFacts? {
        switch kind(bytes) {
        case "JPEG"?: JPEGFile.read(bytes)
        case "PNG"?: PNGFile.read(bytes)
        case "WebP"?: WebPFile.read(bytes)
        case let kind?: BoxFile.read(bytes, kind: kind)
        case nil: nil
        }
    }

    private static func kind(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "JPEG" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "PNG" }
        guard bytes.count >= 12 else { return nil }
        if bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) { return "WebP" }
        guard bytes[4..<8].elementsEqual("ftyp".utf8) else { return nil }
        let brand = String(decoding: bytes[8..<12], as: UTF8.self)
        return ["heic", "heix", "mif1", "msf1", "heim", "hevc"].contains(brand) ? "HEIC" : "MP4"
    }

    /// In words, for a person: `JPEG picture, 4000 × 3000 pixels; camera: …`. Texts from outside are not escaped yet.
    public var words: String {
        var parts = ["\(kind) \(kind == "MP4" ? "film" : "picture")"]
        if let width, let height { parts[0] += ", \(width) × \(height) pixels" }
        if let camera { parts += camera.words }
        if hasXMP { parts.append("has XMP notes") }
        parts.append(hasC2PA ? "has C2PA manifests, whose signatures were not checked" : "no C2PA manifests")
        return parts.joined(separator: "; ")
    }
}
