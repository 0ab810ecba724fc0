import CDeflate
import CZlib

/// The compression libraries that this process runs with.
public enum CompressionVersions {
    public static var all: [(name: String, version: String)] {
        // The library owns the text, for good.
        let zlib = unsafe String(cString: zlibVersion())
        return [("zlib", zlib), ("libdeflate", LIBDEFLATE_VERSION_STRING)]
    }
}
