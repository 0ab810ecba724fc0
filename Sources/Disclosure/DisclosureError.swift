/// Why a part of a bundle cannot be disclosed as it was asked.
public enum DisclosureError: Error, Equatable, CustomStringConvertible {
    /// The bundle is a disclosed part already.
    case isDerived
    /// Nothing in the bundle is called so; the name is escaped.
    case noSuchPart(String)
    case noSuchPost(String)
    case nothingChosen
    /// Why a part stays in every bundle, or must go with another.
    case notAllowed(String)
    case whyMissing
    /// No answer and no resource would be left, and so no index.
    case nothingLeft
    case tooLarge(String)
    /// The bundle is not of the format; verification tells more.
    case malformed(String)
    case picture(String)

    public var description: String {
        switch self {
        case .isDerived: "this is a disclosed part already; disclose from the original"
        case .noSuchPart(let name): "nothing in the bundle is called \(name); --list tells what there is"
        case .noSuchPost(let name): "there is no post \(name) in the bundle; --list tells what there is"
        case .nothingChosen: "say what is to be withheld, with --withhold, --only or --redact"
        case .notAllowed(let text): text
        case .nothingLeft: "nothing would be left: what was chosen, and what goes with it, is all there is"
        case .whyMissing: "the reason other needs words: give --why"
        case .tooLarge(let what): "\(what) is larger than this program takes"
        case .malformed(let what): "\(what): is not of the format; verify the bundle first"
        case .picture(let what): "the picture cannot be redacted: \(what)"
        }
    }
}
