import Evidence
import Files
import Storage

/// The files of a folder that are to be packed, in the order of the bytes of their relative paths.
public struct PackedFolder: Sendable {
    public let path: String
    /// Paths relative to the folder.
    public let files: [String]

    private static let maximumDepth = 64

    /// Lists a folder and all below it.
    ///
    /// Throws `PackingError` at the first thing that is neither file nor folder: a link could lead anywhere, and a pipe
    /// never ends.
    public init(_ path: String) throws {
        guard try Folder.kind(of: path) == .folder else { throw PackingError.notAFolder(path: path) }
        self.path = path
        var files: [String] = []
        try Self.list(path, below: "", depth: 0, into: &files)
        guard !files.isEmpty else { throw PackingError.empty(path: path) }
        self.files = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func list(_ folder: String, below prefix: String, depth: Int, into files: inout [String])
        throws
    {
        guard depth < maximumDepth else { throw PackingError.tooDeep(path: folder) }
        for name in try Folder.names(in: folder) {
            let path = folder + "/" + name
            switch try Folder.kind(of: path) {
            case .file:
                guard files.count < BundleLimits.records - 16 else { throw SealingError.tooManyRecords }
                files.append(prefix + name)
            case .folder: try list(path, below: prefix + name + "/", depth: depth + 1, into: &files)
            case .symbolicLink: throw PackingError.symbolicLink(path: path)
            case .special: throw PackingError.special(path: path)
            }
        }
    }

    /// The target URI of a file: `urn:exhibit:file:` and its relative path, with all but letters, digits, `-._~` and `/`
    /// percent-encoded (RFC 3986, section 2.1).
    static func uri(of file: String) -> String {
        var uri = Array("urn:exhibit:file:".utf8)
        for byte in file.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                uri.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                uri += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: uri, as: UTF8.self)
    }
}
