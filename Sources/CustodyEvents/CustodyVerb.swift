/// What was done, to an exhibit or to the log itself, and which of the six kinds of processing of section 62 of the Data Protection
/// Act 2018 that is.
public enum CustodyVerb: String, Sendable, CaseIterable {
    /// A capture was begun; it ended sealed, given up by a person, or without a bundle.
    case begun, sealed, abandoned, failed
    case recovered, imported, received
    case viewed, verified
    case copied, disclosed, withheld
    case handedOver = "handed-over"
    /// It was given an exhibit reference, in a case.
    case catalogued
    case tagged, retained, renewed
    case keyAdded = "key-added"
    case keyRevoked = "key-revoked"
    /// The log goes on from a copy of itself, as another incarnation.
    case restored
    case disposed, erased

    /// What a key must be allowed for it.
    public var role: OfficerRole {
        switch self {
        case .viewed, .verified: .read
        case .copied, .disclosed, .withheld, .handedOver: .disclose
        case .disposed, .erased, .keyAdded, .keyRevoked, .restored: .administer
        default: .capture
        }
    }

    /// As section 62(1) names it.
    public var processing: String {
        switch self {
        case .begun, .sealed, .abandoned, .failed, .recovered, .imported, .received: "collection"
        case .viewed, .verified: "consultation"
        case .copied, .disclosed, .withheld, .handedOver: "disclosure"
        case .catalogued: "combination"
        case .tagged, .retained, .renewed, .keyAdded, .keyRevoked, .restored: "alteration"
        case .disposed, .erased: "erasure"
        }
    }
}
