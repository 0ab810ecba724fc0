/// Why a folder cannot be packed.
public enum PackingError: Error, Equatable, CustomStringConvertible {
    case notAFolder(path: String)
    case empty(path: String)
    case tooDeep(path: String)
    case symbolicLink(path: String)
    case special(path: String)
    case tooLarge(path: String)
    case nameTooLong(path: String)
    /// A file was written to while it was read.
    case changed(path: String)

    public var description: String {
        switch self {
        case .notAFolder(let path): "\(path): is not a folder"
        case .empty(let path): "\(path): there are no files in it"
        case .tooDeep(let path): "\(path): folders are nested more than 64 deep"
        case .symbolicLink(let path):
            "\(path): is a symbolic link, which could lead anywhere; put the file itself there"
        case .special(let path): "\(path): is neither a file nor a folder"
        case .tooLarge(let path): "\(path): is larger than the 3.75 GiB that one record holds"
        case .nameTooLong(let path): "\(path): the name is too long for an address of 8,192 bytes"
        case .changed(let path):
            "\(path): was written to while it was packed; pack it again when nobody writes to it"
        }
    }
}
