/// Which role a platform played in what was reported.
public enum PlatformRole: String, Sendable, CaseIterable {
    /// The offence was committed through it.
    case tool
    /// It happened or began there: people met, something was arranged.
    case venue
    /// It is named, and had no part.
    case mention
    /// It holds evidence of an offence that was committed elsewhere.
    case otherEvidence = "other-evidence"
    case unknown

    public var words: String {
        switch self {
        case .tool: "tool"
        case .venue: "venue"
        case .mention: "mention"
        case .otherEvidence: "other evidence"
        case .unknown: "unknown"
        }
    }

    /// What it means, in a sentence for who decides.
    public var meaning: String {
        switch self {
        case .tool: "the offence was committed through the platform"
        case .venue: "it happened or began on the platform: people met, something was arranged"
        case .mention: "the platform is named, and had no part"
        case .otherEvidence: "the platform holds evidence of an offence that was committed elsewhere"
        case .unknown: "the report does not tell"
        }
    }
}
