/// Why a bundle cannot be read as one.
public enum ReadingError: Error, Equatable, CustomStringConvertible {
    /// A file that every bundle has is not there.
    case missing(name: String)
    case tooLarge(name: String)
    /// A file or record is not of the format; the verifier tells more.
    case malformed(place: String, rule: String)
    /// The file became shorter while it was read.
    case cutShort
    case noSuchRecord(String)

    public var description: String {
        switch self {
        case .missing(let name): "the file \(name) is missing in the bundle"
        case .tooLarge(let name): "the file \(name) in the bundle is larger than the format allows"
        case .malformed(let place, let rule): "\(place): \(rule)"
        case .cutShort: "the file became shorter while it was read"
        case .noSuchRecord(let name): "there is no record \(name) in the bundle"
        }
    }
}
