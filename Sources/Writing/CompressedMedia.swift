/// Whether contents are compressed already, so that deflating them again costs time and gains nothing.
public enum CompressedMedia {
    private static let types: Set<String> = [
        "image/jpeg", "image/jpg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic",
        "image/heif",
        "image/jxl", "font/woff", "font/woff2", "application/font-woff", "application/font-woff2",
        "application/zip",
        "application/gzip", "application/x-gzip", "application/pdf", "application/x-7z-compressed",
        "application/vnd.rar", "application/zstd", "application/wasm+br", "audio/mpeg", "audio/mp4",
        "audio/aac",
        "audio/ogg", "audio/webm", "audio/opus", "audio/flac", "application/mp4", "application/ogg",
    ]
    private static let starts: [[UInt8]] = [
        [0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47], Array("GIF8".utf8), [0x1F, 0x8B],
        Array("PK\u{3}\u{4}".utf8),
        Array("wOF2".utf8), Array("wOFF".utf8), Array("%PDF".utf8), Array("OggS".utf8),
        [0x1A, 0x45, 0xDF, 0xA3],
        [0x28, 0xB5, 0x2F, 0xFD], Array("ID3".utf8),
    ]

    /// By the media type without parameters in lower case, the content coding, and the first bytes of the payload.
    public static func isCompressed(
        mediaType: String?, contentCoding: String?, firstBytes: some Sequence<UInt8>
    ) -> Bool {
        if let coding = contentCoding,
            ["gzip", "x-gzip", "br", "zstd", "deflate", "compress"].contains(coding)
        {
            return true
        }
        if let type = mediaType, types.contains(type) || type.hasPrefix("video/") { return true }
        let first = Array(firstBytes.prefix(16))
        if starts.contains(where: { first.starts(with: $0) }) { return true }
        // RIFF….WEBP, and the box "ftyp" of MP4, HEIF and AVIF
        return first.count >= 12
            && (first[8..<12].elementsEqual("WEBP".utf8) || first[4..<8].elementsEqual("ftyp".utf8))
    }
}
