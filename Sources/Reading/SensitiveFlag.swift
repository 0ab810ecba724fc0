/// What a report says of who is seen, for which an exhibit's contents come onto no screen and no page by accident.
public enum SensitiveFlag: String, Sendable, CaseIterable {
    case under18 = "under-18"
    case intimateImage = "intimate-image"

    /// As a person reads it: `a person under 18`.
    var words: String {
        switch self {
        case .under18: "a person under 18"
        case .intimateImage: "an intimate image"
        }
    }
}
