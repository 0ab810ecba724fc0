/// The maxima of the bundle format.
public enum BundleLimits {
    /// A block longer than this is spooled, is alone in its archive file, and has no block digest.
    public static let largeBlockBytes = 8_388_608
    /// A new archive file is begun when the next member would pass this size.
    public static let archiveFileBytes = 1 << 30
    /// No entry and no block reaches this size; a longer body is cut.
    public static let entryBytes = 0xF000_0000
    public static let uriBytes = 8192
    public static let titleBytes = 4096
    public static let lineBytes = 64 << 10
    public static let jsonBytes = 16 << 20
    public static let jsonDepth = 32
    public static let records = 1 << 22
    public static let files = 60_000
    public static let archiveFiles = 9_999
    public static let signatureBytes = 1 << 20
    /// A checkpoint of a custody log, with its signatures.
    public static let custodyBytes = 16 << 10
}
