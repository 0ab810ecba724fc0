/// A gzip member that is not what the bundle format asks for.
public enum GzipError: Error, Equatable, CustomStringConvertible {
    case header
    case notDeflate
    case checksum
    case size
    case surplus
    case truncated
    /// The compression library has no memory left.
    case noMemory

    public var code: String {
        switch self {
        case .header: "header"
        case .notDeflate: "not-deflate"
        case .checksum: "checksum"
        case .size: "size"
        case .surplus: "surplus"
        case .truncated: "truncated"
        case .noMemory: "no-memory"
        }
    }

    public var description: String {
        switch self {
        case .header: "the gzip member does not begin with the header of the format"
        case .notDeflate: "the gzip member holds no valid deflate stream (RFC 1951)"
        case .checksum: "the CRC-32 of the gzip member is not that of its contents"
        case .size: "the size in the gzip member is not that of its contents"
        case .surplus: "the gzip member has bytes after its end"
        case .truncated: "the gzip member has no end"
        case .noMemory: "the compression library could not get memory"
        }
    }
}
