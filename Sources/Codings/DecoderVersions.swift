import CBrotli
import CZstd

/// The libraries that undo codings of bodies, as this process runs with them.
public enum DecoderVersions {
    public static var all: [(name: String, version: String)] {
        let brotli = BrotliDecoderVersion()
        let parts = [brotli >> 24, brotli >> 12 & 0xFFF, brotli & 0xFFF].map { String($0) }
        // The library owns the text, for good.
        let zstd = unsafe String(cString: ZSTD_versionString())
        return [("brotli", parts.joined(separator: ".")), ("zstd", zstd)]
    }
}
